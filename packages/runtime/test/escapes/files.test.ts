// What a script can read and write: its own source, and a private folder for temporary files.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRuntime, type Runtime } from "../../src/index.ts";
import { attempt } from "./attempt.ts";

const CANARY = "what no script may read";
const SYMLINK_RULE = /NotCapable .* requires unscoped --allow-read and --allow-write/;

describe("a script that reads files", () => {
  let runtime: Runtime;
  const folder = mkdtempSync(join(tmpdir(), "operate-test-"));
  const hostFile = join(folder, "canary.json");
  beforeAll(async () => {
    writeFileSync(hostFile, JSON.stringify(CANARY));
    runtime = await createRuntime({ sandbox: "bubblewrap" });
  });
  afterAll(async () => {
    await runtime[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  });

  it("sees nothing of the folder that this program lies in", async () => {
    const body = "return [...Deno.readDirSync('/work')].map(({ name }) => name);";
    expect(await attempt(runtime, body)).toEqual({ reached: ["main.ts"] });
  });

  it.each([
    ["Deno", "return await Deno.readTextFile(value);"],
    ["node:fs", 'return (await import("node:fs")).readFileSync(value, "utf8");'],
    ["fetch", "return await (await fetch(`file://${value}`)).text();"],
    ["an import", 'return await import(`file://${value}`, { with: { type: "json" } });'],
    ["require", 'return (await import("node:module")).createRequire("/x.js")(value);'],
    [
      "SQLite",
      'const { DatabaseSync } = await import("node:sqlite"); return new DatabaseSync(value).exec("select 1");',
    ],
  ])("finds no file of the host by %s", async (_, body) => {
    // The host's folder for temporary files is not the one that the script sees.
    expect(await attempt(runtime, body, { args: { value: hostFile } })).toEqual({
      refused: expect.stringMatching(/NotFound|ENOENT|NOT_FOUND|unable to open|No such file/),
    });
  });

  it.each([
    ["/etc/hosts", "Deno.readTextFileSync(value)"],
    ["/work/../etc/hosts", "Deno.readTextFileSync(value)"],
    ["/etc/passwd", "Deno.readTextFileSync(value)"],
    ["/runner/files/runner/frames.ts", "Deno.readTextFileSync(value)"],
    ["/proc/self/environ", "Deno.readTextFileSync(value)"],
    ["/proc/1/environ", "Deno.readTextFileSync(value)"],
    ["/dev/fd/3", "Deno.readTextFileSync(value)"],
    ["/", "[...Deno.readDirSync(value)]"],
    ["/proc", "[...Deno.readDirSync(value)]"],
    ["/etc/hosts", "Deno.statSync(value)"],
    ["/proc/self/exe", "Deno.readLinkSync(value)"],
    ["/proc/self/exe", "Deno.realPathSync(value)"],
    ["/etc", "Deno.chdir(value)"],
    ["/etc", "process.chdir(value)"],
    ["/etc/hosts", '(await import("node:fs")).readFileSync(value)'],
    ["/etc/hosts", '(await import("node:fs")).createReadStream(value).toArray()'],
    ["/etc/hosts", "(await fetch(`file://${value}`)).text()"],
    ["/etc/hosts", 'await import(`file://${value}`, { with: { type: "text" } })'],
    ["/etc/hosts", '(await import("node:module")).createRequire("/x.js")(value)'],
    ["/etc/hosts", 'new (await import("node:sqlite")).DatabaseSync(value)'],
    ["/etc/hosts", "Deno.copyFileSync(value, '/tmp/copy')"],
    ["/etc/hosts", "Deno.linkSync(value, '/tmp/link')"],
    ["/etc/hosts", "Deno.renameSync(value, '/tmp/moved')"],
  ])("may not see %s by %s", async (value, expression) => {
    // Not even what is there in the sandbox: the second wall stands by itself.
    expect(await attempt(runtime, `return await ${expression};`, { args: { value } })).toEqual({
      refused: expect.stringContaining("Requires read access"),
    });
  });

  it.each([
    ["Deno", "Deno.symlinkSync(value, '/tmp/link')"],
    ["node:fs", '(await import("node:fs")).symlinkSync(value, "/tmp/link")'],
  ])("makes no symbolic link by %s", async (_, expression) => {
    const options = { args: { value: "/etc/hosts" } };
    expect(await attempt(runtime, `return ${expression};`, options)).toEqual({
      refused: expect.stringMatching(SYMLINK_RULE),
    });
  });

  it("attaches no file to a database in memory", async () => {
    const body = `
      const { DatabaseSync } = await import("node:sqlite");
      return new DatabaseSync(":memory:").exec("attach '/etc/hosts' as h");`;
    expect(await attempt(runtime, body)).toEqual({
      refused: expect.stringContaining("too many attached databases"),
    });
  });

  it("opens no folder for WebAssembly", async () => {
    const body = `
      const { WASI } = await import("node:wasi");
      new WASI({ version: "preview1", preopens: { "/": "/etc" } });
      return "opened";`;
    expect(await attempt(runtime, body)).toEqual({
      refused: expect.stringContaining("failed to open preopen"),
    });
  });

  it.each([
    "/etc/file",
    "/usr/lib/file",
    "/runner/files/file",
    "/runner/cache/file",
    "/dev/shm/file",
    "/work/file",
    "/file",
  ])("may not write %s", async (value) => {
    for (const expression of [
      'Deno.writeTextFileSync(value, "x")',
      '(await import("node:fs")).writeFileSync(value, "x")',
    ]) {
      expect(await attempt(runtime, `return ${expression};`, { args: { value } })).toEqual({
        refused: expect.stringContaining("Requires write access"),
      });
    }
  });

  it("has a folder for temporary files, which is not the host's", async () => {
    const value = join(tmpdir(), `operate-test-${process.pid}`);
    const body = `
      Deno.writeTextFileSync("/tmp/here", "x");
      Deno.mkdirSync(value, { recursive: true });
      return [Deno.readTextFileSync("/tmp/here"), Deno.makeTempFileSync().startsWith("/tmp/")];`;
    expect(await attempt(runtime, body, { args: { value } })).toEqual({ reached: ["x", true] });
    expect(existsSync(value)).toBe(false);
  });

  it.each([
    'Deno.writeTextFileSync(file, "x")',
    "Deno.truncateSync(file)",
    "Deno.removeSync(file)",
    'Deno.renameSync(file, "/tmp/x")',
    'Deno.linkSync(file, "/tmp/x")',
    "Deno.chmodSync(file, 0o777)",
    'Deno.copyFileSync("/tmp/other", file)',
    '(await import("node:fs")).appendFileSync(file, "x")',
  ])("may not change its own source by %s", async (expression) => {
    const body = `
      Deno.writeTextFileSync("/tmp/other", "export const main = () => 'changed'");
      return ${expression};`;
    expect(await attempt(runtime, body)).toEqual({
      refused: expect.stringContaining("Requires write access"),
    });
  });

  it.each(["read", "write", "run", "ffi", "sys", "import"])(
    "gets no further permission to %s by asking",
    async (value) => {
      const body = "return (await Deno.permissions.request({ name: value })).state;";
      const { reached } = Object(await attempt(runtime, body, { args: { value } }));
      expect(["denied", "prompt"]).toContain(reached);
    },
  );
});
