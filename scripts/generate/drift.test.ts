import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { driftedPaths } from "./drift.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "drift-test-"));
  await writeFile(join(folder, "there.txt"), "as made\n");
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe("driftedPaths", () => {
  it("names no file that has its text", async () => {
    expect(await driftedPaths(folder, { "there.txt": "as made\n" })).toEqual([]);
  });

  it("names a file with another text, were it by one byte", async () => {
    expect(await driftedPaths(folder, { "there.txt": "as made" })).toEqual(["there.txt"]);
  });

  it("names a file that is missing", async () => {
    expect(await driftedPaths(folder, { "gone/file.txt": "" })).toEqual(["gone/file.txt"]);
  });
});
