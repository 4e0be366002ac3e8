import { describe, expect, it } from "vitest";
import { errorOf, toBytes, valueIn } from "../../test/requests.ts";
import { writeMembers } from "../json-text.ts";
import { MAX_PARTS, readMultipart } from "./multipart.ts";

const read = (text: string, boundary = "x") =>
  JSON.parse(writeMembers(valueIn(readMultipart(toBytes(text), boundary))));

const refuse = (text: string, boundary = "x") => {
  const { code, detail } = errorOf(readMultipart(toBytes(text), boundary));
  expect(code).toBe("invalid-body");
  return detail;
};

const part = (head: string, content = "") => `--x\r\n${head}\r\n\r\n${content}\r\n`;
const field = (name: string, content = "") =>
  part(`Content-Disposition: form-data; name="${name}"`, content);

describe("readMultipart", () => {
  it("reads a text part as a string and a repeated one as an array", () => {
    expect(read(`${field("a", "1")}${field("b", "é\r\n\r\n--y")}${field("a")}--x--\r\n`)).toEqual({
      a: ["1", ""],
      b: "é\r\n\r\n--y",
    });
  });

  it("reads a file part with its name, type, size and data", () => {
    const head =
      'Content-Disposition: form-data; name="f"; filename="a.png"\r\nContent-Type: image/png';
    expect(read(`${part(head, "\u0000é")}--x--`)).toEqual({
      f: { filename: "a.png", type: "image/png", size: 3, data: "AMOp" },
    });
  });

  it("reads no parts, with or without text around them", () => {
    expect(read("--x--")).toEqual({});
    expect(read("--x--\r\n")).toEqual({});
    expect(read(`before\r\n${field("a", "1")}--x--\r\nafter\r\n--x\r\n`)).toEqual({ a: "1" });
  });

  it("takes only a whole line as a boundary", () => {
    const content = "--xy\r\n--x-\r\n --x\r\n--x--y\r\n--x z";
    expect(read(`${field("a", content)}--x-- \t\r\n`)).toEqual({ a: content });
    expect(read(`--x \t\r\n${field("a", "1").slice(5)}--x--`)).toEqual({ a: "1" });
  });

  it("refuses a body that ends before its last boundary", () => {
    for (const text of ["", "--x", "--x\r\n", field("a", "1"), `${field("a")}--x`, "--x-"]) {
      expect(refuse(text)).toMatch(/may be cut off/);
    }
  });

  it("names the part that it cannot read", () => {
    expect(refuse(`${field("a")}--x\r\n\r\n--x--`)).toBe(
      "Part 2 of the body has no headers that end within 8192 bytes.",
    );
    expect(refuse(`${part("Content-Type: text/plain")}--x--`)).toMatch(
      /^Part 1 of the body has no/,
    );
  });

  it("refuses text that is not UTF-8 instead of losing letters", () => {
    const body = new Uint8Array([...toBytes(field("a", "").slice(0, -2)), 0xe9]);
    const whole = new Uint8Array([...body, ...toBytes("\r\n--x--")]);
    expect(errorOf(readMultipart(whole, "x")).detail).toBe(
      "Part 1 of the body is text but not valid UTF-8.",
    );
  });

  it("takes as many parts as allowed and not one more", () => {
    expect(read(`${field("a").repeat(MAX_PARTS)}--x--`).a).toHaveLength(MAX_PARTS);
    expect(refuse(`${field("a").repeat(MAX_PARTS + 1)}--x--`)).toBe(
      "Part 1001 of the body is one too many: 1000 are allowed.",
    );
  });

  it("refuses a boundary that RFC 2046 does not allow", () => {
    for (const boundary of ["", "a\r\nb", "a ", "é", "a".repeat(71)]) {
      expect(refuse("--x--", boundary)).toMatch(/no valid boundary/);
    }
    expect(read(`--${"a".repeat(70)}--`, "a".repeat(70))).toEqual({});
  });

  it("looks at each letter about once, also where every line nearly is a boundary", () => {
    const start = Date.now();
    expect(refuse(`${field("a")}${"\r\n--x-".repeat(700_000)}`)).toMatch(/cut off/);
    expect(Date.now() - start).toBeLessThan(5_000);
  });
});
