import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyJson, anyObject, jsonText } from "../test/arbitraries.ts";
import { isDeeperThan, kindOf, readElements, readMembers, writeMembers } from "./json-text.ts";

describe("readMembers", () => {
  it("cuts any object into the members that JSON.parse finds", () => {
    fc.assert(
      fc.property(jsonText(anyObject), (text) => {
        const members = readMembers(text) ?? new Map();
        const parsed: object = JSON.parse(text);
        expect([...members.keys()].sort()).toEqual(Object.keys(parsed).sort());
        expect(JSON.stringify(JSON.parse(writeMembers(members)))).toBe(JSON.stringify(parsed));
      }),
      { numRuns: 500 },
    );
  });

  it("reads only objects, and ends on any text", () => {
    fc.assert(
      fc.property(jsonText(anyJson), fc.nat(), (text, length) => {
        expect(readMembers(text) !== undefined).toBe(kindOf(text) === "object");
        expect(readElements(text) !== undefined).toBe(kindOf(text) === "array");
        const cut = text.slice(0, length % (text.length + 1)).replace(/\\.*/s, "");
        readMembers(cut);
        readElements(cut);
      }),
    );
  });
});

describe("readElements", () => {
  it("cuts any array into its elements", () => {
    fc.assert(
      fc.property(fc.array(jsonText(anyJson)), (texts) => {
        expect(readElements(`[${texts.join(" , ")}]`)).toEqual(texts);
      }),
    );
  });
});

describe("isDeeperThan", () => {
  it("agrees with the depth of the value", () => {
    fc.assert(
      fc.property(jsonText(anyJson), (text) => {
        const depth = depthOf(JSON.parse(text));
        expect(isDeeperThan(text, depth)).toBe(false);
        expect(isDeeperThan(text, depth - 1)).toBe(depth > 0);
      }),
    );
  });
});

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) {
    return 0;
  }
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}
