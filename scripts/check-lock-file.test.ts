import { describe, expect, it } from "vitest";
import { checkLockFile } from "./check-lock-file.ts";
import { temporaryFolder } from "./temporary-folder.ts";

function lock(locked: object): string {
  return JSON.stringify({
    packages: { "": {}, "packages/a": locked, "node_modules/zod": { version: "4.0.0" } },
  });
}

async function faultsOf(manifest: object, locked: object): Promise<string[]> {
  return checkLockFile(
    await temporaryFolder({
      "package.json": "{}",
      "packages/a/package.json": JSON.stringify(manifest),
      "package-lock.json": lock(locked),
    }),
  );
}

describe("checkLockFile", () => {
  it("accepts a lock file that wants the same", async () => {
    const manifest = { dependencies: { zod: "4.0.0" }, devDependencies: { pg: "8.0.0" } };
    expect(await faultsOf(manifest, manifest)).toEqual([]);
  });

  it("names what is missing, too much or of another version", async () => {
    const faults = await faultsOf(
      { dependencies: { zod: "4.0.0", hono: "4.0.0" } },
      { dependencies: { zod: "4.0.1" }, devDependencies: { pg: "8.0.0" } },
    );
    const start = "packages/a/package.json and package-lock.json differ in";
    expect(faults).toEqual([
      `${start} dependencies: hono`,
      `${start} dependencies: zod`,
      `${start} devDependencies: pg`,
    ]);
  });
});
