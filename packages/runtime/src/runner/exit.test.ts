import { describe, expect, it } from "vitest";
import { describeExit, type Exit, exitOutcome } from "./exit.ts";

function errorOf(exit: Exit, output = ""): unknown {
  const { status, result } = exitOutcome(exit, output);
  expect(status).toBe("failure");
  return JSON.parse(result).error;
}

describe("exitOutcome", () => {
  it("tells an exit code", () => {
    expect(errorOf({ code: 3, signal: null })).toEqual({
      name: "ExitError",
      message: "The script's process ended with exit code 3 before main returned",
    });
  });

  it.each([
    ["itself", { code: null, signal: "SIGABRT" }],
    ["its sandbox", { code: 134, signal: null }],
  ] as const)("tells a signal that %s reports", (_, exit) => {
    expect(errorOf(exit)).toEqual({
      name: "ExitError",
      message: "The script's process was ended by SIGABRT before main returned",
    });
  });

  it("tells that the script needed too much memory, if V8 said so", () => {
    const output = "# Fatal JavaScript out of memory: Reached heap limit";
    expect(errorOf({ code: 133, signal: null }, output)).toMatchObject({
      name: "OutOfMemoryError",
    });
    expect(errorOf({ code: 1, signal: null }, output)).toMatchObject({ name: "ExitError" });
  });

  it("tells that memory may have run out when the process was killed", () => {
    expect(errorOf({ code: 137, signal: null })).toMatchObject({
      message: expect.stringContaining("memory ran out"),
    });
  });
});

describe("describeExit", () => {
  it.each([
    [{ code: 1, signal: null }, "it ended with exit code 1"],
    [{ code: 0, signal: null }, "it ended with exit code 0"],
    [{ code: null, signal: "SIGKILL" }, "it was ended by SIGKILL"],
    [{ code: 255, signal: null }, "it ended with exit code 255"],
  ] as const)("tells %o", (exit, text) => {
    expect(describeExit(exit)).toBe(text);
  });
});
