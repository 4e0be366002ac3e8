import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JobLog } from "./job-log.ts";

const NOTICE = "\n[The log was cut here: it is longer than 10 bytes.]\n";

function logOf(chunks: ReadonlyArray<string | Buffer>, maxBytes = 10): string[] {
  const pieces: string[] = [];
  const log = new JobLog((text) => pieces.push(text), maxBytes);
  for (const chunk of chunks) {
    log.write(Buffer.from(chunk));
  }
  log.end();
  return pieces;
}

describe("JobLog", () => {
  it("hands on each piece as it comes", () => {
    expect(logOf(["a\n", "b\n"])).toEqual(["a\n", "b\n"]);
  });

  it("keeps a character together whose bytes come in two pieces", () => {
    const bytes = Buffer.from("é");
    expect(logOf([bytes.subarray(0, 1), bytes.subarray(1)])).toEqual(["é"]);
  });

  it("hands on a mark for a character whose rest never comes", () => {
    expect(logOf([Buffer.from("aé").subarray(0, 2)]).join("")).toBe("a\ufffd");
  });

  it("hands on marks for bytes that are no text, and for NUL", () => {
    expect(logOf([Buffer.from([0x61, 0xff, 0x00])]).join("")).toBe("a\ufffd\ufffd");
  });

  it("takes just as many bytes as it may, without a notice", () => {
    expect(logOf(["x".repeat(10)])).toEqual(["x".repeat(10)]);
  });

  it.each([
    ["in one piece", ["x".repeat(12)]],
    ["in pieces", ["x".repeat(7), "x".repeat(3), "x", "x"]],
  ])("is cut once, with one notice, when more comes %s", (_, chunks) => {
    expect(logOf(chunks).join("")).toBe(`${"x".repeat(10)}${NOTICE}`);
  });

  it("says whether it was cut", () => {
    const log = new JobLog(() => undefined, 2);
    log.write(Buffer.from("ab"));
    expect(log.isCut).toBe(false);
    log.write(Buffer.from("c"));
    expect(log.isCut).toBe(true);
  });

  it("is the text as far as it was not cut, however its bytes were cut", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), fc.nat(20), (text, size) => {
        const bytes = Buffer.from(text.replaceAll("\0", ""));
        const chunks: Buffer[] = [];
        for (let at = 0; at < bytes.length; at += size + 1) {
          chunks.push(bytes.subarray(at, at + size + 1));
        }
        expect(logOf(chunks, 1000).join("")).toBe(bytes.toString("utf8"));
      }),
    );
  });
});
