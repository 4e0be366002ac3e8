import { createSecretKey, type KeyObject, randomBytes, randomUUID } from "node:crypto";
import { OperateError } from "@getoperate/contract";
import type { Database, DB } from "@getoperate/db";
import type { Kysely, Transaction } from "kysely";
import { type InstanceKey, KEY_BYTES, type ReadInstanceKeys } from "./instance-key.ts";
import { type SealedPlace, seal, unseal } from "./seal.ts";

const MAX_KNOWN = 1_000;

export interface DataKey {
  readonly id: string;
  readonly key: KeyObject;
}

/** The keys that seal what is in a workspace. Unwrapped ones are kept in memory: they never change. */
export class DataKeys {
  readonly #db: Database;
  readonly #readInstanceKeys: ReadInstanceKeys;
  readonly #known = new Map<string, KeyObject>();

  constructor(db: Database, readInstanceKeys: ReadInstanceKeys) {
    this.#db = db;
    this.#readInstanceKeys = readInstanceKeys;
  }

  /** The key that seals now, for as long as the transaction lasts; a workspace without one gets it. */
  async newest(transaction: Transaction<DB>, workspace: string): Promise<DataKey> {
    const row = await transaction
      .selectFrom("data_keys")
      .select(["id", "wrapped", "wrapped_by"])
      .where("workspace_id", "=", workspace)
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .limit(1)
      .forKeyShare()
      .executeTakeFirst();
    if (row === undefined) {
      return this.add(transaction, workspace);
    }
    return { id: row.id, key: await this.#unwrap(workspace, row) };
  }

  /** Makes a key that seals from now on. */
  async add(transaction: Transaction<DB>, workspace: string): Promise<DataKey> {
    const [wrapping] = await this.#instanceKeys();
    if (wrapping === undefined) {
      throw noKeys();
    }
    const secret = randomBytes(KEY_BYTES);
    const id = randomUUID();
    await transaction
      .insertInto("data_keys")
      .values({
        id,
        workspace_id: workspace,
        wrapped_by: wrapping.id,
        wrapped: wrap(wrapping, { workspace, id }, secret),
      })
      .execute();
    return { id, key: createSecretKey(secret) };
  }

  /** Throws `conflict` if the instance's key is not the one that it is wrapped by. */
  async find(workspace: string, id: string): Promise<KeyObject> {
    const known = this.#known.get(id);
    if (known !== undefined) {
      return known;
    }
    const row = await this.#db.kysely
      .selectFrom("data_keys")
      .select(["id", "wrapped", "wrapped_by"])
      .where("workspace_id", "=", workspace)
      .where("id", "=", id)
      .executeTakeFirst();
    if (row === undefined) {
      throw new OperateError("conflict", `The key ${id} that sealed a secret is gone.`);
    }
    return this.#unwrap(workspace, row);
  }

  /** Wraps a data key with the instance's first key; false: it is so already, or gone. */
  async rewrap(db: Kysely<DB>, workspace: string, id: string): Promise<boolean> {
    const key = await this.find(workspace, id);
    const [wrapping] = await this.#instanceKeys();
    if (wrapping === undefined) {
      throw noKeys();
    }
    const [changed] = await db
      .updateTable("data_keys")
      .set({ wrapped_by: wrapping.id, wrapped: wrap(wrapping, { workspace, id }, key.export()) })
      .where("id", "=", id)
      .where("wrapped_by", "<>", wrapping.id)
      .execute();
    return changed?.numUpdatedRows === 1n;
  }

  async #unwrap(
    workspace: string,
    row: { readonly id: string; readonly wrapped: Buffer; readonly wrapped_by: string },
  ): Promise<KeyObject> {
    const known = this.#known.get(row.id);
    if (known !== undefined) {
      return known;
    }
    const wrapping = (await this.#instanceKeys()).find(({ id }) => id === row.wrapped_by);
    if (wrapping === undefined) {
      throw lacksKey(row.wrapped_by);
    }
    const place = placeOf({ workspace, id: row.id });
    const key = createSecretKey(unseal(wrapping.key, place, row.wrapped));
    this.#known.set(row.id, key);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size > MAX_KNOWN) {
      this.#known.delete(oldest);
    }
    return key;
  }

  async #instanceKeys(): Promise<readonly InstanceKey[]> {
    const keys = await this.#readInstanceKeys();
    if (keys === undefined) {
      throw noKeys();
    }
    return keys;
  }
}

function wrap(
  wrapping: InstanceKey,
  key: { readonly workspace: string; readonly id: string },
  secret: Uint8Array,
): Buffer {
  return seal(wrapping.key, placeOf(key), secret);
}

function placeOf({ workspace, id }: { workspace: string; id: string }): SealedPlace {
  return { workspace, column: "data_keys.wrapped", row: id };
}

/** No fault that passes: who asks again gets it again until the operator acts. */
function noKeys(): OperateError {
  return new OperateError(
    "conflict",
    "This process keeps no secrets: its operator has to give it the instance's key with OPERATE_KEY_FILE.",
  );
}

export function lacksKey(id: string): OperateError {
  return new OperateError(
    "conflict",
    `The secrets in the database need the instance's key ${id}, which the file of OPERATE_KEY_FILE lacks.`,
  );
}
