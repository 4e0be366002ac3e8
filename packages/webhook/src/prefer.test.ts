import { describe, expect, it } from "vitest";
import { parsePrefer } from "./prefer.ts";

describe("parsePrefer", () => {
  it("X12 reads how long to wait, and whether to wait at all", () => {
    expect(parsePrefer("wait=10")).toEqual({ waitSeconds: 10, respondAsync: false });
    expect(parsePrefer("respond-async")).toEqual({ waitSeconds: undefined, respondAsync: true });
    expect(parsePrefer("respond-async, wait=0")).toEqual({ waitSeconds: 0, respondAsync: true });
  });

  it("prefers nothing without a header", () => {
    for (const header of [null, undefined, "", " ", ","]) {
      expect(parsePrefer(header)).toEqual({ waitSeconds: undefined, respondAsync: false });
    }
  });

  it("reads every form that RFC 7240 allows", () => {
    for (const header of [
      'wait="10"',
      "Wait = 10",
      "handling=lenient,wait=10",
      "return=minimal; a=b; c,, wait=10;x",
      'foo; bar="a, wait=3, \\", wait=4", wait=10',
      'foo="\\"", wait=10',
    ]) {
      expect(parsePrefer(header).waitSeconds).toBe(10);
    }
  });

  it("takes the first of equal names", () => {
    expect(parsePrefer("wait=1, WAIT=2").waitSeconds).toBe(1);
    expect(parsePrefer("wait, wait=2").waitSeconds).toBeUndefined();
  });

  it("ignores what is a parameter or no number", () => {
    for (const header of [
      "foo; wait=1",
      "wait=-1",
      "wait=1.5",
      "wait=abc",
      "wait=1e3",
      "awaits=1",
    ]) {
      expect(parsePrefer(header).waitSeconds).toBeUndefined();
    }
    expect(parsePrefer("foo; respond-async").respondAsync).toBe(false);
  });

  it("stops at a text that cannot be read, at once", () => {
    expect(parsePrefer('wait=1, "unclosed, wait=2').waitSeconds).toBe(1);
    const start = Date.now();
    parsePrefer(`a${" ".repeat(100_000)}"${"\\".repeat(100_001)}`);
    parsePrefer('a="'.repeat(30_000));
    expect(Date.now() - start).toBeLessThan(5_000);
  });
});
