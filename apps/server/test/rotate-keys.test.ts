import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { connect, migrate, withTransaction } from "@getoperate/db";
import { type Sealed, type Vault, variablePlace } from "@getoperate/engine";
import { dataFolder } from "@getoperate/testing/server-process";
import { describe, expect, it } from "vitest";
import { Closers } from "../src/closers.ts";
import { readConfig } from "../src/config.ts";
import { openVault } from "../src/open-vault.ts";
import { reachDatabase } from "../src/reach-database.ts";
import { rotateAllKeys } from "../src/rotate-keys.ts";

const DATABASE_STARTS_MS = 120_000;

const PLACE = variablePlace("main", "f/a/secret");
const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

describe("rotateAllKeys", () => {
  it(
    "gives an embedded instance new keys, also after one that was interrupted",
    async () => {
      await using folder = await dataFolder();
      const config = readConfig({ OPERATE_DATA: folder.path }, ["--rotate-keys"]);
      const file = join(folder.path, "instance.key");
      const sealed = await withVault(config, storeSecret);
      const first = await readFile(file, "utf8");

      expect(await rotateAllKeys(config, silent)).toContain("1 data keys");
      const second = await readFile(file, "utf8");
      expect(second.trim().split("\n")).toHaveLength(1);
      expect(second).not.toBe(first);

      // Interrupted after it made the key that is the first line, before it wrapped with it.
      await appendFile(file, first);
      await rotateAllKeys(config, silent);
      expect(await readFile(file, "utf8")).toBe(second);
      const { opened, keyId } = await withVault(config, readSecret);
      expect(opened).toBe("kept");
      expect(keyId).not.toBe(sealed.keyId);
    },
    DATABASE_STARTS_MS,
  );
});

type Work<Result> = (db: ReturnType<typeof connect>, vault: Vault) => Promise<Result>;

async function withVault<Result>(
  config: ReturnType<typeof readConfig>,
  work: Work<Result>,
): Promise<Result> {
  await using stack = new Closers();
  const connection = await reachDatabase(config, stack);
  await migrate(connection);
  const db = stack.use(
    connect(connection, {
      applicationName: "rotation test",
      maxConnections: 2,
      onIdleError: () => undefined,
    }),
  );
  return await work(db, await openVault(config, db));
}

const storeSecret: Work<Sealed> = (db, vault) =>
  withTransaction(db, async (transaction) => {
    await transaction.insertInto("workspaces").values({ id: "main", name: "main" }).execute();
    const sealed = await vault.seal(transaction, PLACE, "kept");
    await transaction
      .insertInto("variables")
      .values({
        workspace_id: PLACE.workspace,
        path: PLACE.row,
        sealed: Buffer.from(sealed.bytes),
        key_id: sealed.keyId,
        description: "",
        created_by: "admin",
      })
      .execute();
    return sealed;
  });

const readSecret: Work<{ opened: string; keyId: string | null }> = async (db, vault) => {
  const { sealed, key_id: keyId } = await db.kysely
    .selectFrom("variables")
    .select(["sealed", "key_id"])
    .executeTakeFirstOrThrow();
  const opened =
    sealed === null || keyId === null ? "" : await vault.open(PLACE, { keyId, bytes: sealed });
  return { opened, keyId };
};
