// A machine without a Python that scripts can use.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createInference, createRuntime } from "../../src/index.ts";
import { findPython } from "../../src/python/find-python.ts";
import { runScript } from "../../src/testing.ts";

const NONE = "Python scripts need python3 of version 3.10 or newer, and this machine has none.";

describe("findPython", () => {
  const folder = mkdtempSync(join(tmpdir(), "operate-test-"));
  afterEach(() => {
    rmSync(join(folder, "python3"), { force: true });
    vi.unstubAllEnvs();
  });

  function install(answer: string): void {
    writeFileSync(join(folder, "python3"), `#!/bin/sh\necho '${answer}'\n`);
    chmodSync(join(folder, "python3"), 0o755);
    vi.stubEnv("PATH", folder);
  }

  it("says that there is none", async () => {
    vi.stubEnv("PATH", folder);
    expect(await findPython()).toEqual({ missing: NONE });
  });

  it("says that the one that there is is too old", async () => {
    install('{"version": [3, 9, 18], "executable": "/x", "library": []}');
    expect(await findPython()).toEqual({
      missing: "Python scripts need python3 of version 3.10 or newer; this machine's is 3.9.18.",
    });
  });

  it("takes one that does not answer for none", async () => {
    install("nonsense");
    expect(await findPython()).toEqual({ missing: NONE });
  });

  it("finds the program itself and its library", async () => {
    expect(await findPython()).toMatchObject({
      executable: expect.stringMatching(/^\/.*python3\.\d+$/),
      library: expect.arrayContaining([expect.stringMatching(/\/python3\.\d+$/)]),
    });
  });
});

describe("a machine without Python", () => {
  it("refuses its scripts with a sentence, at deploy and when one runs", async () => {
    const bwrap = process.env["PATH"] ?? "";
    const folder = mkdtempSync(join(tmpdir(), "operate-test-"));
    writeFileSync(join(folder, "python3"), "#!/bin/sh\nexit 1\n");
    chmodSync(join(folder, "python3"), 0o755);
    vi.stubEnv("PATH", `${folder}:${bwrap}`);
    await using runtime = await createRuntime({ sandbox: "bubblewrap" });
    await using inference = await createInference();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
    for (const { inferSignature } of [runtime, inference]) {
      expect(await inferSignature("python", "def main(): pass")).toEqual({
        ok: false,
        fault: { message: NONE, line: 1, column: 1 },
      });
    }
    expect(await runScript(runtime, "def main(): pass", { language: "python" })).toMatchObject({
      result: { error: { name: "RunnerError", message: NONE } },
    });
    expect(await runScript(runtime, "export const main = () => 1;")).toMatchObject({ result: 1 });
  });
});

describe("a worker without a sandbox", () => {
  it("runs no Python, which restrains a script by nothing", async () => {
    await using runtime = await createRuntime({ sandbox: "none" });
    expect(await runScript(runtime, "def main(): pass", { language: "python" })).toMatchObject({
      status: "failure",
      result: { error: { message: expect.stringContaining("has no sandbox") } },
    });
    expect(await runtime.inferSignature("python", "def main(): pass")).toMatchObject({ ok: true });
  });
});
