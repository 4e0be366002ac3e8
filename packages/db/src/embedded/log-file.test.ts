import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { boundLogFile, openLogFile, readLogEnd } from "./log-file.ts";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "log-file-"));
  path = join(folder, "log");
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe("boundLogFile", () => {
  it("puts a full log aside while its writer goes on at the new start", async () => {
    const writer = await openLogFile(path);
    await writer.write("a".repeat(100));
    await boundLogFile(path, 99);
    await writer.write("next");
    await writer.close();
    expect(await readFile(path, "utf8")).toBe("next");
    expect(await readFile(`${path}.1`, "utf8")).toBe("a".repeat(100));
  });

  it("leaves a log within its limit as it is", async () => {
    await writeFile(path, "a".repeat(100));
    await boundLogFile(path, 100);
    expect(await readFile(path, "utf8")).toBe("a".repeat(100));
  });

  it("does nothing before there is a log", async () => {
    await expect(boundLogFile(path)).resolves.toBeUndefined();
  });
});

describe("readLogEnd", () => {
  it("reads what was written since, at most the last 4 KiB", async () => {
    await writeFile(path, `old\n${"b".repeat(5_000)}end\n`);
    const end = await readLogEnd(path, 4);
    expect(end).toMatch(/^b+end$/u);
    expect(end.length).toBe(4_095);
    expect(await readLogEnd(path, 5_004)).toBe("end");
  });
});
