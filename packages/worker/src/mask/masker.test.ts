import { describe, expect, it } from "vitest";
import { Masker } from "./masker.ts";

function maskerOf(...secrets: string[]): Masker {
  const masker = new Masker();
  masker.add(secrets);
  return masker;
}

function logOf(masker: Masker, ...pieces: string[]): string {
  return pieces.map((piece) => masker.log(piece)).join("") + masker.end();
}

const SECRET = 'tr0ub4dor&3 "ü"/+?';

describe("Masker", () => {
  it.each([
    ["as it is", SECRET],
    ["in JSON", JSON.stringify(SECRET).slice(1, -1)],
    ["in hex", Buffer.from(SECRET).toString("hex")],
    ["in upper hex", Buffer.from(SECRET).toString("hex").toUpperCase()],
    ["in base64", Buffer.from(SECRET).toString("base64")],
    ["in base64url", Buffer.from(SECRET).toString("base64url")],
    ["in a URL", encodeURIComponent(SECRET)],
    ["in a form", new URLSearchParams({ a: SECRET }).toString().slice(2)],
    ["with small escapes", encodeURIComponent(SECRET).replaceAll(/%../g, (e) => e.toLowerCase())],
  ])("masks a secret %s, also where it is split anywhere", (_form, text) => {
    expect(logOf(maskerOf(SECRET), `a ${text} b`)).toMatch(/^a \*\*\*=* b$/);
    for (let at = 1; at < text.length; at += 1) {
      const pieces = [`a ${text.slice(0, at)}`, `${text.slice(at)} b`];
      expect(logOf(maskerOf(SECRET), ...pieces)).toMatch(/^a \*\*\*=* b$/);
    }
  });

  it.each(["user:", "u:", "us:"])("masks what is behind %s in base64", (before) => {
    const text = Buffer.from(`${before}${SECRET}`).toString("base64");
    const masked = logOf(maskerOf(SECRET), text);
    expect(masked).toContain("***");
    expect(Buffer.from(masked.replace("***", ""), "base64").toString()).not.toContain("0ub");
  });

  it("masks a secret of several lines, each for itself and all in one", () => {
    const key = "-----BEGIN-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQ\n";
    expect(logOf(maskerOf(key), "MIIEvQIBADANBg\r\n", "kqhkiG9w0BAQ")).toBe("***\r\n***");
    expect(logOf(maskerOf(key), Buffer.from(key).toString("base64"))).toBe("***");
  });

  it("hands out at once what no secret goes on from, and loses nothing", () => {
    const masker = maskerOf("abcdef");
    expect(masker.log("ready\n")).toBe("ready\n");
    expect(masker.log("xxabc")).toBe("xx");
    expect(masker.log("abc")).toBe("abc");
    expect(masker.end()).toBe("abc");
    expect(masker.end()).toBe("");
  });

  it("masks from the moment that it knows, and the longer of two", () => {
    const masker = new Masker();
    expect(masker.log("abcdef")).toBe("abcdef");
    masker.add(["abcd"]);
    masker.add(["abcdef"]);
    expect(logOf(masker, "abcd", "ef abcd")).toBe("*** ***");
  });

  it("leaves alone what is too short to be told from other text", () => {
    expect(logOf(maskerOf("abc", ""), "abc")).toBe("abc");
  });

  it("masks in JSON and leaves it JSON", () => {
    const masker = maskerOf(SECRET, "12345678", "\\n");
    const value = { [SECRET]: [SECRET, `x${SECRET}x`], n: 12345678, deep: { n: 1.5, t: true } };
    expect(JSON.parse(masker.json(JSON.stringify(value)))).toEqual({
      "***": ["***", "x***x"],
      n: "***",
      deep: { n: 1.5, t: true },
    });
    expect(masker.json('{"a": 12345678901234567890 ,"b":1e400}')).toBe('{"a": "***" ,"b":1e400}');
    expect(masker.json('"tr0ub4dor\\u00263 \\"\\u00fc\\"/+?"')).toBe('"***"');
    expect(new Masker().json("{}")).toBe("{}");
  });
});
