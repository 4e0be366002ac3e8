import { constants } from "node:fs";
import { access, mkdir, mkdtemp, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { findBinaries, makeSymlinks } from "./binaries.ts";

async function makePackage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "binaries-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await mkdir(join(folder, "native", "lib"), { recursive: true });
  return folder;
}

describe("makeSymlinks", () => {
  it("makes the listed links, however many ask at once", async () => {
    const folder = await makePackage();
    const list = [{ source: "native/lib/libpq.so.5.18", target: "native/lib/libpq.so.5" }];
    await writeFile(join(folder, "native", "pg-symlinks.json"), JSON.stringify(list));
    await Promise.all(Array.from({ length: 5 }, () => makeSymlinks(folder)));
    expect(await readlink(join(folder, "native/lib/libpq.so.5"))).toBe("libpq.so.5.18");
  });

  it("says why a link cannot be made", async () => {
    const folder = await makePackage();
    const list = [{ source: "native/none/a", target: "native/none/b" }];
    await writeFile(join(folder, "native", "pg-symlinks.json"), JSON.stringify(list));
    await expect(makeSymlinks(folder)).rejects.toThrow("ENOENT");
  });

  it("takes a package without a list as one without links", async () => {
    await expect(makeSymlinks(await makePackage())).resolves.toBeUndefined();
  });
});

describe("findBinaries", () => {
  it("gives programs that can be run", async () => {
    const binaries = await findBinaries();
    for (const path of Object.values(binaries)) {
      await expect(access(path, constants.X_OK)).resolves.toBeUndefined();
    }
  });
});
