import { describe, expect, it } from "vitest";
import { AnswerReader, type HttpAnswer } from "./answer-reader.ts";

function readInPieces(text: string, size: number): HttpAnswer[] {
  const answers: HttpAnswer[] = [];
  const reader = new AnswerReader((answer) => answers.push(answer));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) {
    reader.push(bytes.subarray(at, at + size));
  }
  return answers;
}

const COUNTED = "HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello";
const CHUNKED = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";

describe("AnswerReader", () => {
  it.each([1, 7, 1000])("finds the end by length and by chunks, in pieces of %i", (size) => {
    expect(readInPieces(COUNTED, size)).toEqual([{ status: 201, text: COUNTED }]);
    expect(readInPieces(CHUNKED, size)).toEqual([{ status: 200, text: CHUNKED }]);
  });

  it("finds one answer after the other", () => {
    const answers = readInPieces(`${COUNTED}${COUNTED}`, COUNTED.length);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  });
});
