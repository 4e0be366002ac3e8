// Rotation goes row by row, each in a commit of its own, and each changes only what an older key
// holds: it may be interrupted anywhere and run again, and servers go on meanwhile.
import { type Database, withTransaction } from "@getoperate/db";
import type { DataKey } from "./data-keys.ts";
import type { SealedPlace } from "./seal.ts";
import { type Vault, variablePlace } from "./vault.ts";

export interface Rotated {
  /** Data keys that the instance's first key wraps now. */
  readonly rewrapped: number;
  /** Secrets that were sealed anew. */
  readonly resealed: number;
}

/** Wraps all data keys with the instance's first key, and seals all secrets with new data keys. */
export async function rotateKeys(db: Database, vault: Vault): Promise<Rotated> {
  let rewrapped = 0;
  let resealed = 0;
  const keys = await db.kysely.selectFrom("data_keys").select(["id", "workspace_id"]).execute();
  for (const { id, workspace_id } of keys) {
    rewrapped += (await vault.keys.rewrap(db.kysely, workspace_id, id)) ? 1 : 0;
  }
  for (const workspace of new Set(keys.map(({ workspace_id }) => workspace_id))) {
    const key = await keyToSealWith(db, vault, workspace);
    resealed += await resealAll(db, vault, { workspace, key });
    await dropUnused(db, { workspace, key });
  }
  return { rewrapped, resealed };
}

/** A new one, unless an interrupted rotation left secrets that its key has not sealed yet. */
function keyToSealWith(db: Database, vault: Vault, workspace: string): Promise<DataKey> {
  return withTransaction(db, async (transaction) => {
    const newest = await vault.keys.newest(transaction, workspace);
    const left = await transaction
      .selectFrom("variables")
      .select("path")
      .where("workspace_id", "=", workspace)
      .where("key_id", "is not", null)
      .where("key_id", "<>", newest.id)
      .limit(1)
      .executeTakeFirst();
    return left === undefined ? vault.keys.add(transaction, workspace) : newest;
  });
}

interface WorkspaceKey {
  readonly workspace: string;
  readonly key: DataKey;
}

async function resealAll(db: Database, vault: Vault, wanted: WorkspaceKey): Promise<number> {
  const { workspace, key } = wanted;
  let count = 0;
  for (let after = ""; ; ) {
    const row = await db.kysely
      .selectFrom("variables")
      .select("path")
      .where("workspace_id", "=", workspace)
      .where("key_id", "<>", key.id)
      .where("path", ">", after)
      .orderBy("path")
      .limit(1)
      .executeTakeFirst();
    if (row === undefined) {
      return count;
    }
    after = row.path;
    count += (await reseal(db, vault, variablePlace(workspace, row.path))) ? 1 : 0;
  }
}

function reseal(db: Database, vault: Vault, place: SealedPlace): Promise<boolean> {
  return withTransaction(db, async (transaction) => {
    const row = await transaction
      .selectFrom("variables")
      .select(["sealed", "key_id"])
      .where("workspace_id", "=", place.workspace)
      .where("path", "=", place.row)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined || row.sealed === null || row.key_id === null) {
      return false; // Changed meanwhile.
    }
    const plain = await vault.open(place, { keyId: row.key_id, bytes: row.sealed });
    const { keyId, bytes } = await vault.seal(transaction, place, plain);
    await transaction
      .updateTable("variables")
      .set({ sealed: Buffer.from(bytes), key_id: keyId })
      .where("workspace_id", "=", place.workspace)
      .where("path", "=", place.row)
      .execute();
    return true;
  });
}

async function dropUnused(db: Database, { workspace, key }: WorkspaceKey): Promise<void> {
  await withTransaction(db, (transaction) =>
    transaction
      .deleteFrom("data_keys as k")
      .where("k.workspace_id", "=", workspace)
      .where("k.id", "<>", key.id)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(selectFrom("variables as v").select("v.path").whereRef("v.key_id", "=", "k.id")),
        ),
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(selectFrom("job_secrets as s").select("s.id").whereRef("s.key_id", "=", "k.id")),
        ),
      )
      .execute(),
  );
}
