// Runs every command of README.md as it is printed there, against one real start. Only the address
// differs, since port 8000 may be taken.

import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Start, startServer } from "./readme/start-server.ts";
import { ROOT } from "./run-program.ts";

/** A first start may have to build. */
const START_TIMEOUT_MS = 300_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const blocks = [
  ...readFileSync(join(ROOT, "README.md"), "utf8").matchAll(/^```(\w+)\n(.*?)^```/gms),
].map(([, language = "", code = ""]) => ({ language, code }));

let folder: string;
let first: Start;
let token: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "getoperate-readme-"));
  first = await startServer(block("npm start"), folder);
  token = /^ {2}Token {5}(\S+)$/m.exec(first.greeting)?.[1] ?? "";
}, START_TIMEOUT_MS);

afterAll(async () => {
  await first?.interrupt();
  await rm(folder, { recursive: true, force: true });
});

describe("README.md", { timeout: START_TIMEOUT_MS }, () => {
  it("has no code that this test does not know", () => {
    const known = ["npm start\n", "npm test\n"];
    const others = blocks.filter(({ code }) => !known.includes(code));
    expect(others.map(({ language }) => language)).toEqual(["sh", "sh", "ts", "python"]);
  });

  it("promises three curl lines in the greeting, and each runs as printed", async () => {
    const lines = first.greeting.match(/(?<=^ {2})curl .*$/gm) ?? [];
    expect(lines).toHaveLength(3);
    const [sync = "", async = "", list = ""] = lines;
    expect(await shell(sync)).toContain("Ada");
    expect(await shell(async)).toMatch(UUID);
    expect(JSON.parse(await shell(list)).items).toHaveLength(2);
  });

  it("deploys a script with curl", async () => {
    const answer = JSON.parse(await shell(block("/scripts ")));
    expect(answer).toMatchObject({
      path: "u/admin/double",
      hash: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  it("calls it with curl", async () => {
    expect(await shell(block("-d '{\"n\": 21}'"))).toBe("42");
  });

  it("calls it from TypeScript", async () => {
    await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
    await writeFile(join(folder, "call.ts"), block("createClient"));
    const node = `${process.execPath} --conditions=@getoperate/source`;
    expect(await shell(`${node} ${join(folder, "call.ts")}`)).toBe("42");
  });

  it("calls it from Python", async () => {
    await writeFile(join(folder, "call.py"), block("import json"));
    expect(await shell(`python3 ${join(folder, "call.py")}`)).toBe("42");
  });

  it("stops all it started at a Ctrl-C, and the next start goes on where it was", async () => {
    expect(await first.interrupt()).toEqual({ code: 0, left: [] });
    const second = await startServer(block("npm start"), folder);
    try {
      expect(second.greeting).not.toContain(token);
      const call = block("-d '{\"n\": 21}'").replaceAll(first.url, second.url);
      expect(await shell(call)).toBe("42");
    } finally {
      expect(await second.interrupt()).toEqual({ code: 0, left: [] });
    }
  });
});

/** The one block of README.md with this text, for the server that runs. */
function block(text: string): string {
  const found = blocks.filter(({ code }) => code.includes(text));
  expect(found).toHaveLength(1);
  return (found[0]?.code ?? "").replaceAll("http://127.0.0.1:8000", first?.url ?? "");
}

async function shell(line: string): Promise<string> {
  const env = { ...process.env, OPERATE_TOKEN: token };
  const { stdout } = await promisify(execFile)("sh", ["-c", line], { cwd: ROOT, env });
  return stdout.trim();
}
