import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findJsonFault, MAX_DEPTH } from "./json-check.ts";

function faultOf(text: string): string | undefined {
  return findJsonFault(Buffer.from(text));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Pieces that, put together anyhow, are JSON now and then. */
const PIECES = [
  ...['"', "\\", "\\u00e9", "\\u12", "é", "a", "{", "}", "[", "]", ",", ":", " ", "\n", "\t"],
  ...["0", "1", "-", "+", ".", "e", "E", "1.5e-3", "true", "nul", "null", "false", '"k":', '"s"'],
  ...["\u0001", "[]", "{}", "\u00a0"],
];

describe("findJsonFault", () => {
  it.each([
    ...["0", "-0", "-1.5e+300", "1E9", "0.10", '""', '"\\u0000\\"\\\\\\/\\b"', "true", "null"],
    ...["[]", "{}", ' [ 1 , { "a" : [ ] } ] ', '{"":{"":[{}]}}', '{"a":1,"a":2}', '"\u2028\u007f"'],
  ])("takes %s", (text) => {
    expect(faultOf(text)).toBeUndefined();
  });

  it.each([
    ...["", " ", "01", "-", "1.", ".5", "1e", "+1", "NaN", "Infinity", "undefined", "truex", "tru"],
    ...['"', '"\\x"', '"\\u12g4"', '"\n"', "'a'", "[1,]", "[,1]", "[1 2]", "[", "]", "[1]]", "[}"],
    ...[
      "{",
      '{"a"}',
      '{"a":}',
      '{"a":1,}',
      "{a:1}",
      "{1:1}",
      '{"a":1]',
      "1 2",
      "\ufeff1",
      "1\u00a0",
    ],
  ])("refuses %s", (text) => {
    expect(faultOf(text)).toBe("not-json");
  });

  it("agrees with JSON.parse on what is nearly JSON", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }), (pieces) => {
        const text = pieces.join("");
        expect(faultOf(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 20_000 },
    );
  });

  it("agrees with JSON.parse on JSON with one character changed", () => {
    const changes = fc.tuple(fc.nat(), fc.constantFrom("", ...PIECES));
    fc.assert(
      fc.property(fc.json(), changes, (json, [place, piece]) => {
        const at = place % (json.length + 1);
        const text = json.slice(0, at) + piece + json.slice(at + 1);
        expect(faultOf(text) === undefined).toBe(isJson(text.toWellFormed()));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["[", "]"],
    ['{"a":', "}"],
  ])("takes brackets %s as deep as they may be nested, and no deeper", (opening, closing) => {
    const nested = (depth: number, innermost: string) =>
      opening.repeat(depth) + innermost + closing.repeat(depth);
    expect(faultOf(nested(MAX_DEPTH, "1"))).toBeUndefined();
    expect(faultOf(nested(MAX_DEPTH + 1, "1"))).toBe("too-deep");
  });

  it("does not count brackets in texts, nor those that were closed", () => {
    expect(faultOf(JSON.stringify("[".repeat(5_000)))).toBeUndefined();
    expect(faultOf(`[${"[],".repeat(5_000)}[]]`)).toBeUndefined();
  });
});
