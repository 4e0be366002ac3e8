import { describe, expect, it } from "vitest";
import { readResult } from "./read-result.ts";

describe("readResult", () => {
  it("takes JSON as it is", () => {
    const text = ' {"a": [1.0, "\\u00e9 é"]}';
    expect(readResult(true, Buffer.from(text))).toEqual({ status: "success", result: text });
  });

  it("takes a failure", () => {
    const text = '{"error":{"name":"Error","message":"x"}}';
    expect(readResult(false, Buffer.from(text))).toEqual({ status: "failure", result: text });
  });

  it.each([
    ["no JSON", true, Buffer.from("{")],
    ["nothing", true, Buffer.alloc(0)],
    ["bytes that are no text", true, Buffer.from([0x22, 0xff, 0x22])],
    ["a failure of another form", false, Buffer.from('{"message":"x"}')],
    ["a failure that is no JSON", false, Buffer.from('{"error":')],
  ])("refuses %s", (_, ok, payload) => {
    expect(readResult(ok, payload)).toBeUndefined();
  });

  it("makes a failure of a result that is nested too deeply", () => {
    const payload = Buffer.from("[".repeat(1001) + "]".repeat(1001));
    const outcome = readResult(true, payload);
    expect(outcome?.status).toBe("failure");
    expect(JSON.parse(outcome?.result ?? "")).toEqual({
      error: { name: "RangeError", message: "The result is nested more than 1000 deep" },
    });
  });
});
