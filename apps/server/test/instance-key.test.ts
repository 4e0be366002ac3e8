import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "@getoperate/db";
import { testDatabase } from "@getoperate/testing/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readInstanceKeys } from "../src/instance-keys.ts";
import { openVault } from "../src/open-vault.ts";

const newKey = () => randomBytes(32).toString("base64");

describe("openVault", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "operate-vault-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const emptyDatabase = async () => {
    const database = await testDatabase({ version: 18 });
    const db = connect(database, {
      applicationName: "key test",
      maxConnections: 2,
      onIdleError: () => undefined,
    });
    return {
      db,
      async [Symbol.asyncDispose]() {
        await db[Symbol.asyncDispose]();
        await database[Symbol.asyncDispose]();
      },
    };
  };
  const config = (settings: object) => ({
    OPERATE_DATA: folder,
    OPERATE_KEY_FILE: undefined,
    DATABASE_URL: undefined,
    ...settings,
  });

  it("makes the key beside the embedded database once, for nobody else to read", async () => {
    await using database = await emptyDatabase();
    const file = join(folder, "instance.key");
    await openVault(config({}), database.db);
    const made = await readFile(file, "utf8");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await openVault(config({}), database.db);
    expect(await readFile(file, "utf8")).toBe(made);
  });

  it("makes no key where several processes need the same, and says what to do", async () => {
    await using database = await emptyDatabase();
    const file = join(folder, "given.key");
    const given = config({ DATABASE_URL: "postgres://elsewhere", OPERATE_KEY_FILE: file });
    await expect(openVault(given, database.db)).rejects.toThrow(/given\.key .* is not there/);
    await writeFile(file, `${newKey()}\nnot a key\n`);
    await expect(openVault(given, database.db)).rejects.toThrow(/Line 2 .* no base64 of 32 bytes/);
    await writeFile(file, `${newKey()}\n${newKey()}\n`);
    await openVault(given, database.db);
    expect(await readInstanceKeys(file)).toHaveLength(2);
  });

  it("starts without a key as long as no secret needs one", async () => {
    await using database = await emptyDatabase();
    const bare = config({ DATABASE_URL: "postgres://elsewhere" });
    const { keys } = await openVault(bare, database.db);
    await database.db.kysely.insertInto("workspaces").values({ id: "w", name: "w" }).execute();
    const add = () => database.db.kysely.transaction().execute((tx) => keys.add(tx, "w"));
    await expect(add()).rejects.toThrow(/OPERATE_KEY_FILE/);
    const other = await openVault(config({}), database.db);
    await database.db.kysely.transaction().execute((tx) => other.keys.add(tx, "w"));
    await expect(openVault(bare, database.db)).rejects.toThrow(/need the instance's key/);
    const wrong = join(folder, "wrong.key");
    await writeFile(wrong, newKey());
    await expect(openVault(config({ OPERATE_KEY_FILE: wrong }), database.db)).rejects.toThrow(
      /need the instance's key/,
    );
  });
});
