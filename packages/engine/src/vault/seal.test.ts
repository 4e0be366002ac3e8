import { createSecretKey, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { seal, unseal } from "./seal.ts";

const key = createSecretKey(randomBytes(32));
const place = { workspace: "main", column: "variables.sealed", row: "f/a/b" };
const plain = Buffer.from("größe");

describe("seal", () => {
  it("gives back what was sealed, and seals the same differently each time", () => {
    const sealed = seal(key, place, plain);
    expect(unseal(key, place, sealed).equals(plain)).toBe(true);
    expect(seal(key, place, plain).equals(sealed)).toBe(false);
    expect(sealed.includes(plain)).toBe(false);
  });

  it.each([
    ["another workspace", { ...place, workspace: "other" }],
    ["another column", { ...place, column: "data_keys.wrapped" }],
    ["another row", { ...place, row: "f/a/c" }],
  ])("opens nothing in %s", (_what, elsewhere) => {
    expect(() => unseal(key, elsewhere, seal(key, place, plain))).toThrow(/not sealed for it/);
  });

  it("opens nothing that was changed or cut, and nothing with another key", () => {
    const sealed = seal(key, place, plain);
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => unseal(key, place, changed)).toThrow(/not sealed for it/);
      expect(() => unseal(key, place, sealed.subarray(0, at))).toThrow(/not sealed for it/);
    }
    expect(() => unseal(createSecretKey(randomBytes(32)), place, sealed)).toThrow();
  });
});
