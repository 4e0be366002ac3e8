import { describe, expect, it } from "vitest";
import { errorOf, valueIn } from "../../test/requests.ts";
import { addHeaders, parseHeaderNames } from "./headers.ts";

describe("parseHeaderNames", () => {
  it("reads names in lower case without blanks and empty ones", () => {
    expect(valueIn(parseHeaderNames(" X-Sign,,foo , "))).toEqual(["x-sign", "foo"]);
    expect(valueIn(parseHeaderNames(""))).toEqual([]);
  });

  it("refuses what cannot be the name of a header", () => {
    for (const text of ["a b", "X-Sign;foo", "a\r\nb", "é"]) {
      expect(errorOf(parseHeaderNames(text)).code).toBe("invalid-input");
    }
  });
});

describe("addHeaders", () => {
  it("skips headers that are absent, but not those that are empty", () => {
    const args = new Map<string, string>();
    addHeaders(args, new Map([["x-empty", ""]]), ["x-empty", "x-absent"]);
    expect([...args]).toEqual([["x_empty", '""']]);
  });

  it("takes null for absent, as a web platform's Headers answers", () => {
    const args = new Map<string, string>();
    addHeaders(args, { get: () => null, entries: () => [] }, ["x"]);
    expect(args.size).toBe(0);
  });
});
