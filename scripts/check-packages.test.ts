import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ProgramEnd, runProgram } from "./run-program.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "operate-package-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Checks a package that has these files, all of them packed. */
async function check(
  exports: unknown,
  files: Readonly<Record<string, string>>,
): Promise<ProgramEnd> {
  const manifest = { name: "checked", version: "1.0.0", type: "module", license: "MIT", exports };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(folder, name), content);
  }
  return runProgram({ command: "scripts/check-packages.ts", args: [folder] });
}

describe("check-packages", () => {
  it("passes a package whose exports are there", async () => {
    const exports = { ".": { types: "./index.d.ts", default: "./index.js" } };
    const files = {
      "index.js": "export const a = 1;\n",
      "index.d.ts": "export declare const a: 1;\n",
    };
    expect(await check(exports, files)).toEqual({
      code: 0,
      output: `Fit to be published: ${folder}\n`,
    });
  });

  it("refuses exports that lead nowhere", async () => {
    const exports = { ".": { import: "./gone.js", default: "./index.js" } };
    const { code, output } = await check(exports, { "index.js": "export const a = 1;\n" });
    expect(code).toBe(1);
    expect(output).toContain("./gone.js but the file does not exist");
  });

  it("refuses types that say something else than the code", async () => {
    const exports = { ".": { types: "./index.d.cts", default: "./index.js" } };
    const files = {
      "index.js": "export const a = 1;\n",
      "index.d.cts": "export declare const a: 1;\n",
    };
    const { code, output } = await check(exports, files);
    expect(code).toBe(1);
    expect(output).toMatch(/masquerading/i);
  });
});
