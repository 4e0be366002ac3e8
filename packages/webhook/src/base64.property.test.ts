import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { btoa } from "../test/requests.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";

describe("encodeBase64", () => {
  it("writes what the platform writes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 1_000 }), (bytes) => {
        expect(encodeBase64(bytes)).toBe(btoa(String.fromCharCode(...bytes)));
      }),
    );
  });

  it("joins pieces without padding between them", () => {
    const bytes = Uint8Array.from({ length: 100_001 }, (_, index) => index % 251);
    expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
  });
});

describe("decodeBase64", () => {
  it("refuses letters of neither alphabet, padding inside and a lone digit", () => {
    for (const text of ["é", "a.b=", "ab=c", "=", "abc==d", "a", "abcde", "ab\u0000c", "abc==="]) {
      expect(decodeBase64(text)).toBeUndefined();
    }
    expect(decodeBase64("")).toEqual(new Uint8Array(0));
    expect(decodeBase64("-_ /")).toEqual(decodeBase64("+/+/"));
  });
});
