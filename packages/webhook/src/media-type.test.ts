import { describe, expect, it } from "vitest";
import { isJsonType, isToken, parseMediaType } from "./media-type.ts";

describe("parseMediaType", () => {
  it("reads the essence and the parameters in lower case, values as they are", () => {
    const type = parseMediaType(' Text/HTML ; Charset=UTF-8;a="b;\\"c\\\\" ; a=d');
    expect(type.essence).toBe("text/html");
    expect([...type.parameters]).toEqual([
      ["charset", "UTF-8"],
      ["a", 'b;"c\\'],
    ]);
    expect(type.isComplete).toBe(true);
  });

  it("says when something could not be read", () => {
    expect(parseMediaType("a/b; c=d e; f=g").isComplete).toBe(false);
    expect(parseMediaType("").isComplete).toBe(true);
  });
});

describe("isToken", () => {
  it("takes what HTTP allows in a name", () => {
    expect(isToken("X-a_1!#$%&'*+.^`|~")).toBe(true);
    for (const text of ["", "a b", "a:", "é", "a\n", "(", "a/b"]) {
      expect(isToken(text)).toBe(false);
    }
  });
});

describe("isJsonType", () => {
  it("knows the types that are JSON", () => {
    expect(["application/json", "text/json", "a/b+json"].every(isJsonType)).toBe(true);
    expect(["application/jsonx", "text/html", "image/svg+xml", ""].some(isJsonType)).toBe(false);
  });
});
