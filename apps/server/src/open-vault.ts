import { join, resolve } from "node:path";
import { OperateError } from "@getoperate/contract";
import type { Database } from "@getoperate/db";
import { neededKeys, requireKeys, Vault } from "@getoperate/engine";
import type { Config } from "./config.ts";
import { addInstanceKey, readInstanceKeys } from "./instance-keys.ts";

type KeyConfig = Pick<Config, "OPERATE_KEY_FILE" | "OPERATE_DATA" | "DATABASE_URL">;

/**
 * The vault of this process. Beside the embedded database the first start makes the instance's key;
 * elsewhere the operator gives it, since all processes of the instance need the same. Without one
 * everything works but secrets. Throws where the database holds secrets of a key that is not there.
 */
export async function openVault(config: KeyConfig, db: Database): Promise<Vault> {
  const file = keyFileOf(config);
  if (file !== undefined) {
    await makeKeyIfFirst(config, file, db);
  }
  const read = async () => (file === undefined ? undefined : await readInstanceKeys(file));
  await requireKeys(db, await read());
  return new Vault(db, read);
}

/** Undefined: the instance has none. */
export function keyFileOf(config: KeyConfig): string | undefined {
  if (config.OPERATE_KEY_FILE !== undefined) {
    return resolve(config.OPERATE_KEY_FILE);
  }
  return config.DATABASE_URL === undefined
    ? join(resolve(config.OPERATE_DATA), "instance.key")
    : undefined;
}

async function makeKeyIfFirst(config: KeyConfig, file: string, db: Database): Promise<void> {
  if ((await readInstanceKeys(file)) !== undefined) {
    return;
  }
  if (config.OPERATE_KEY_FILE !== undefined) {
    throw new OperateError(
      "invalid-input",
      `The key file ${file} of OPERATE_KEY_FILE is not there. To make one: (umask 077; openssl rand -base64 32 > ${file}).`,
    );
  }
  if ((await neededKeys(db)).length === 0) {
    await addInstanceKey(file);
  }
}
