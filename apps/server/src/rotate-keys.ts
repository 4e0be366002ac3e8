import type { Log } from "@getoperate/contract";
import { connect } from "@getoperate/db";
import { rotateKeys } from "@getoperate/engine";
import { Closers } from "./closers.ts";
import type { Config } from "./config.ts";
import { addInstanceKey, dropOldInstanceKeys, readInstanceKeys } from "./instance-keys.ts";
import { keyFileOf, openVault } from "./open-vault.ts";
import { reachDatabase } from "./reach-database.ts";

const CONNECTIONS = 2;

/**
 * Rotates the instance's key and all data keys, and says what was done. It may be interrupted
 * anywhere: run again, it goes on.
 *
 * A key file that we made gets a new first key, and loses the others at the end. One that an operator
 * gave is theirs to change: its first key is taken for the new one.
 */
export async function rotateAllKeys(config: Config, log: Log): Promise<string> {
  await using stack = new Closers();
  const db = stack.use(
    connect(await reachDatabase(config, stack), {
      applicationName: "getoperate keys",
      maxConnections: CONNECTIONS,
      onIdleError: (error) => log.warn({ err: error }, "A database connection broke."),
    }),
  );
  const vault = await openVault(config, db);
  const file = keyFileOf(config);
  const isOurs = config.OPERATE_KEY_FILE === undefined && file !== undefined;
  // More than one: a rotation was interrupted, and goes on.
  if (isOurs && (await readInstanceKeys(file))?.length === 1) {
    await addInstanceKey(file);
  }
  const { rewrapped, resealed } = await rotateKeys(db, vault);
  if (isOurs) {
    await dropOldInstanceKeys(file);
  }
  const rest = isOurs ? "" : " Of the key file only the first line is needed now.";
  return `Rotated: ${rewrapped} data keys wrapped anew, ${resealed} secrets sealed anew.${rest}\n`;
}
