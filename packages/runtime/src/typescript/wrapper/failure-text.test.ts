import { describe, expect, it } from "vitest";
import { failureText } from "./failure-text.ts";

const PLACES = { programFolder: "file:///runner/files/", sourceFolder: "file:///place/" };

function errorOf(thrown: unknown): Record<string, unknown> {
  return JSON.parse(failureText(thrown, PLACES)).error;
}

function withStack(stack: unknown): Error {
  return Object.defineProperty(new Error("x"), "stack", { value: stack });
}

describe("failureText", () => {
  it("W17 has name, message and the enumerable properties of an error", () => {
    class LateError extends RangeError {
      override name = "LateError";
      code = 7;
      details = { a: [1] };
    }
    expect(errorOf(new LateError("too late"))).toEqual({
      name: "LateError",
      message: "too late",
      code: 7,
      details: { a: [1] },
    });
  });

  it("shows the frames of the script alone, without its folder", () => {
    const frames = [
      "Error: x",
      "    at inner (file:///place/main.ts:3:9)",
      "    at callMain (file:///runner/files/typescript/wrapper/main.ts:79:18)",
      "    at eventLoopTick (ext:core/01_core.js:179:7)",
      "    at async main (file:///place/main.ts:5:3)",
    ];
    expect(errorOf(withStack(frames.join("\n")))["stack"]).toBe(
      "Error: x\n    at inner (main.ts:3:9)\n    at async main (main.ts:5:3)",
    );
  });

  it("shows no stack in which the script does not occur", () => {
    expect(errorOf(withStack("Error: x\n    at file:///runner/files/x.ts:1:1"))).toEqual({
      name: "Error",
      message: "x",
    });
  });

  it("shows the script's folder in no message", () => {
    expect(errorOf(new SyntaxError("broken at file:///place/main.ts:1:2"))["message"]).toBe(
      "broken at main.ts:1:2",
    );
  });

  it.each([
    ["a text", "x", "x"],
    ["undefined", undefined, "undefined"],
    ["null", null, "null"],
    ["a symbol", Symbol("s"), "Symbol(s)"],
    ["a bigint", 5n, "5"],
    ["an object", { a: 1 }, "[object Object]"],
    ["half of a surrogate pair", "\ud800", "\ud800"],
  ])("W17 takes %s for an Error with that message", (_, thrown, message) => {
    expect(errorOf(thrown)).toEqual({ name: "Error", message });
  });

  const fail = () => {
    throw new Error("no");
  };
  const unprintable = { name: "Error", message: "Something unprintable was thrown" };

  it.each<[string, unknown, object]>([
    ["an object without a text", Object.create(null), unprintable],
    ["an object whose text throws", { toString: fail }, unprintable],
    [
      "a proxy that refuses everything",
      new Proxy({}, { get: fail, getPrototypeOf: fail }),
      unprintable,
    ],
    [
      "an error that refuses everything",
      new Proxy(new Error("x"), { get: fail, ownKeys: fail }),
      { name: "Error", message: "" },
    ],
  ])("never throws itself: %s", (_, thrown, expected) => {
    expect(errorOf(thrown)).toEqual(expected);
  });

  it("leaves out properties that have no JSON form, and keeps the others", () => {
    const error = Object.assign(new Error("x"), {
      a: 1n,
      b: () => 1,
      c: undefined,
      d: { toJSON: fail },
      e: 5,
      ['"']: "quoted",
    });
    Object.defineProperty(error, "f", { enumerable: true, get: fail });
    expect(errorOf(error)).toEqual({ name: "Error", message: "x", e: 5, '"': "quoted" });
  });

  it("has a name and a message that are texts, whatever the script made of them", () => {
    const error = Object.defineProperties(new Error("x"), {
      name: { value: { toString: fail } },
      message: { value: 5 },
      stack: { value: undefined },
    });
    expect(errorOf(error)).toEqual({ name: "Error", message: "5" });
  });
});
