import { describe, expect, it } from "vitest";
import { requireKeys } from "../src/vault/required-keys.ts";
import { rotateKeys } from "../src/vault/rotate-keys.ts";
import { queueFixture } from "./engine-fixture.ts";
import { newInstanceKey, readSecret, storeSecret, testVault } from "./vault-fixture.ts";

const PATHS = ["f/a/one", "f/a/two", "f/b/three"];

describe("rotateKeys", () => {
  it("leaves nothing that an old key opens, and every secret as it was", async () => {
    await using fixture = await queueFixture(18);
    const { db } = fixture;
    const { vault, keys } = testVault(db);
    for (const path of PATHS) {
      await storeSecret(db, vault, { path, value: `secret of ${path}` });
    }
    const before = await db.kysely.selectFrom("variables").select("key_id").execute();
    keys.unshift(newInstanceKey());
    expect(await rotateKeys(db, vault)).toEqual({ rewrapped: 1, resealed: 3 });
    keys.pop();
    await requireKeys(db, keys);
    const afresh = testVault(db, keys).vault;
    for (const path of PATHS) {
      expect(await readSecret(db, afresh, path)).toBe(`secret of ${path}`);
    }
    const left = await db.kysely.selectFrom("data_keys").select("id").execute();
    expect(left).toHaveLength(1);
    expect(before.map(({ key_id }) => key_id)).not.toContain(left[0]?.id);
  });

  it("goes on where it was interrupted, with the data key that was made", async () => {
    await using fixture = await queueFixture(18);
    const { db } = fixture;
    const { vault, keys } = testVault(db);
    for (const path of PATHS) {
      await storeSecret(db, vault, { path, value: `secret of ${path}` });
    }
    keys.unshift(newInstanceKey());
    // The database refuses the second of the secrets: the rotation stops in its middle.
    const refuse = "add constraint refused check (path <> 'f/a/two') not valid";
    await db.run({ name: "refuse", text: `alter table variables ${refuse}` }, []);
    await expect(rotateKeys(db, vault)).rejects.toThrow(/refused/);
    const stopped = testVault(db, [...keys]).vault;
    expect(await readSecret(db, stopped, "f/a/one")).toBe("secret of f/a/one");
    expect(await readSecret(db, stopped, "f/a/two")).toBe("secret of f/a/two");
    await db.run({ name: "allow", text: "alter table variables drop constraint refused" }, []);
    expect(await rotateKeys(db, vault)).toEqual({ rewrapped: 0, resealed: 2 });
    expect(await db.kysely.selectFrom("data_keys").select("id").execute()).toHaveLength(1);
    expect(await readSecret(db, testVault(db, keys.slice(0, 1)).vault, "f/b/three")).toBe(
      "secret of f/b/three",
    );
  });

  it("says which of the instance's keys is missing", async () => {
    await using fixture = await queueFixture(18);
    const { db } = fixture;
    const { vault, keys } = testVault(db);
    await storeSecret(db, vault, { path: "f/a/one", value: "secret" });
    const other = [newInstanceKey()];
    const needed = new RegExp(`key ${keys[0]?.id}`);
    await expect(requireKeys(db, other)).rejects.toThrow(needed);
    await expect(requireKeys(db, undefined)).rejects.toThrow(needed);
    await expect(readSecret(db, testVault(db, other).vault, "f/a/one")).rejects.toThrow(needed);
  });
});
