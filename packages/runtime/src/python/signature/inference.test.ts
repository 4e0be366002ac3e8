import { MAX_SCRIPT_BYTES } from "@getoperate/contract";
import { describe, expect, it, vi } from "vitest";
import { foundPython, infer } from "../../../test/python/inferrer.ts";
import { PythonInference } from "./inference.ts";

vi.setConfig({ testTimeout: 30_000 });

const NEST = (depth: number, open: string, close: string) =>
  `x = ${open.repeat(depth)}${close.repeat(depth)}\ndef main(): ...`;

describe("PythonInference", () => {
  it.each([
    ["def main(:\n  pass", "SyntaxError: invalid syntax", 1, 10],
    ["def main():\nreturn 1", /^SyntaxError: expected an indented block/, 2, 1],
    ["é = 'ä' +\ndef main(): ...", "SyntaxError: invalid syntax", 1, 10],
    ["def main():\n  pass\nreturn 5", "SyntaxError: 'return' outside function", 3, 1],
    ["def main(a, a): ...", /^SyntaxError: duplicate argument 'a'/, 1, expect.any(Number)],
    ["def main():\n\tif 1:\n        pass", /^(TabError|SyntaxError)/, 3, expect.any(Number)],
    ["print 'hello'", /^SyntaxError: Missing parentheses/, 1, 1],
    ["", "The script has no function `main`.", 1, 1],
    ["def other(): ...", "The script has no function `main`.", 1, 1],
    ["class A:\n  def main(self): ...", "The script has no function `main`.", 1, 1],
    ["x = 1\nmain = 5", "`main` is not a function that can be called.", 2, 1],
    ["def main(): ...\nmain = None", "`main` is not a function that can be called.", 2, 1],
    ["def main(): ...\n\0", "The script contains a NUL character.", 2, 1],
    ["def main(): ...\nx = '\ud800'", "The script contains half of a surrogate pair.", 2, 6],
    ["from . import x\ndef main(): ...", /belongs to no package/, 1, 1],
  ])("refuses %j with its place", async (content, message, line, column) => {
    const answer = await infer(content);
    const wanted = typeof message === "string" ? message : expect.stringMatching(message);
    expect(answer).toEqual({ ok: false, fault: { message: wanted, line, column } });
  });

  it("refuses a script of more than 1 MiB at the place where it is too long", async () => {
    const content = `def main(): ...\n${"#".repeat(MAX_SCRIPT_BYTES)}`;
    expect(await infer(content)).toMatchObject({ ok: false, fault: { line: 2 } });
  });

  it.each([
    ["brackets", NEST(50_000, "[", "]")],
    ["signs", NEST(200_000, "-", "1")],
    ["attributes", `x = a${".a".repeat(200_000)}\ndef main(): ...`],
    ["operators", `x = 1${"+1".repeat(200_000)}\ndef main(): ...`],
    ["many names", `x = (${"a,".repeat(500_000)})\ndef main(): ...`],
  ])("answers a script with too much of %s", async (_, content) => {
    const inference = new PythonInference(await foundPython(), 5_000);
    const answer = await inference.infer(content);
    if (!answer.ok) {
      expect(answer.fault.message).toMatch(/nested|too many|memory|too complex|took longer/);
    }
    expect(await infer("def main(): ...")).toMatchObject({ ok: true });
  });

  it("bounds the schema of types that multiply", async () => {
    const types = Array.from({ length: 40 }, (_, at) => `T${at} = tuple[T${at + 1}, T${at + 1}]`);
    const answer = await infer(`${types.join("\n")}\nT40 = int\ndef main(x: T0) -> int: ...`);
    expect(answer).toMatchObject({ ok: true });
    expect(JSON.stringify(answer).length).toBeLessThan(1024 * 1024);
    expect(answer.ok && answer.signature.warnings).toEqual([
      "The type of the arguments is too large; parts of it are left open.",
    ]);
  });

  it("ends a reading that takes too long", async () => {
    const inference = new PythonInference(await foundPython(), 1_500);
    const constants = Array.from({ length: 9 }, (_, at) => `A${at} = [${`A${at + 1},`.repeat(9)}]`);
    const content = `${constants.join("\n")}\nA9 = unknown()\ndef main(a=A0): ...`;
    expect(await inference.infer(content)).toEqual({
      ok: false,
      fault: {
        message: "Reading the script took longer than 1.5 s; make it simpler.",
        ...{ line: 1, column: 1 },
      },
    });
  });

  it("never runs what it reads", async () => {
    const content = `
import os, sys
print("spoken")
sys.exit(3)
def main(a: os.abort() = os._exit(9), b: __import__("os").getpid() = 1): ...
class Meta(type):
  def __getattr__(cls, name): os._exit(9)`;
    expect(await infer(content)).toMatchObject({
      ok: true,
      signature: { schema: { properties: { a: {}, b: { default: 1 } } } },
    });
  });

  it("answers scripts that come at the same time, each with its own signature", async () => {
    const names = ["a", "b", "c", "d"];
    const answers = await Promise.all(names.map((name) => infer(`def main(${name}): ...`)));
    expect(answers.map((answer) => answer.ok && answer.signature.parameters[0]?.name)).toEqual(
      names,
    );
  });

  describe("requirements", () => {
    const metadata = (lines: string) => `# /// script\n${lines}\n# ///\ndef main(): ...`;

    it.each([
      [
        metadata('# dependencies = ["requests<3", "rich"]'),
        "The requirement 'requests<3' cannot be met: scripts run with the standard library alone.",
        1,
      ],
      [`# comment\n${metadata('# dependencies = [\n#   "numpy",\n# ]')}`, /'numpy'/, 2],
      [metadata("# dependencies = [unquoted]"), /is not TOML/, 1],
      [metadata('# dependencies = "requests"'), /is not a list/, 1],
      [metadata('# requires-python = ">=4.1"'), /requires Python >=4\.1; this is 3\./, 1],
      [metadata('# requires-python = ">=3.8,<3.9"'), /requires Python/, 1],
      [
        "import os\nimport requests\ndef main(): ...",
        "Cannot import requests: scripts run with the standard library alone.",
        2,
      ],
      ["import os, numpy.linalg as la\ndef main(): ...", /^Cannot import numpy:/, 1],
      ["from yaml import safe_load\ndef main(): ...", /^Cannot import yaml:/, 1],
    ])("are refused with their name: %j", async (content, message, line) => {
      const wanted = typeof message === "string" ? message : expect.stringMatching(message);
      expect(await infer(content)).toEqual({
        ok: false,
        fault: { message: wanted, line, column: 1 },
      });
    });

    it.each([
      metadata("# dependencies = []"),
      metadata('# requires-python = ">=3.8"'),
      metadata('# requires-python = "~=3.8"\n# [tool.x]\n# a = 1'),
      "# /// other\n# dependencies = ['x']\n# ///\ndef main(): ...",
      "'''\n# /// script\n'''\ndef main(): ...",
      "import os.path, json, _thread, __future__\ndef main(): ...",
      "try:\n  import yaml\nexcept ImportError:\n  yaml = None\ndef main(): ...",
      "def main():\n  import yaml",
    ])("are none: %j", async (content) => {
      expect(await infer(content)).toMatchObject({ ok: true });
    });
  });
});
