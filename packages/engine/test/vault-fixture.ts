import { randomBytes } from "node:crypto";
import { type Database, withTransaction } from "@getoperate/db";
import { type InstanceKey, instanceKeyOf } from "../src/vault/instance-key.ts";
import { Vault, variablePlace } from "../src/vault/vault.ts";

/** A vault whose key file is a list that a test may change. */
export interface TestVault {
  readonly vault: Vault;
  readonly keys: InstanceKey[];
}

export function newInstanceKey(): InstanceKey {
  return instanceKeyOf(randomBytes(32));
}

export function testVault(db: Database, keys: InstanceKey[] = [newInstanceKey()]): TestVault {
  return { vault: new Vault(db, async () => keys), keys };
}

export async function storeSecret(
  db: Database,
  vault: Vault,
  { path, value }: { readonly path: string; readonly value: string },
): Promise<void> {
  await withTransaction(db, async (transaction) => {
    const sealed = await vault.seal(transaction, variablePlace("main", path), value);
    await transaction
      .insertInto("variables")
      .values({
        workspace_id: "main",
        path,
        sealed: Buffer.from(sealed.bytes),
        key_id: sealed.keyId,
        description: "",
        created_by: "ann",
      })
      .execute();
  });
}

export async function readSecret(db: Database, vault: Vault, path: string): Promise<string> {
  const row = await db.kysely
    .selectFrom("variables")
    .select(["sealed", "key_id"])
    .where("path", "=", path)
    .executeTakeFirstOrThrow();
  if (row.sealed === null || row.key_id === null) {
    throw new Error(`${path} is no secret`);
  }
  return vault.open(variablePlace("main", path), { keyId: row.key_id, bytes: row.sealed });
}
