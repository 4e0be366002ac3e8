import { describe, expect, it } from "vitest";
import { headerOf, readAnswers } from "../src/raw-http/read-answers.ts";

const OPEN = { isHead: false, isClosed: false };

const read = (text: string, circumstances = OPEN) => {
  const { answers, rest } = readAnswers(Buffer.from(text, "latin1"), circumstances);
  return {
    answers: answers.map(({ status, body }) => [status, body.toString()]),
    rest: rest.toString(),
  };
};

describe("readAnswers", () => {
  it("reads a body of a known length, and leaves what comes after it", () => {
    const text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabrest";
    expect(read(text)).toEqual({ answers: [[200, "ab"]], rest: "rest" });
  });

  it("reads a chunked body with its trailers", () => {
    const text =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\na\r\n\r\n1\r\nb\r\n0\r\nT: 1\r\n\r\n";
    expect(read(text)).toEqual({ answers: [[200, "a\r\nb"]], rest: "" });
  });

  it("reads a body of unknown length once the connection is closed", () => {
    const text = "HTTP/1.1 200 OK\r\n\r\nall";
    expect(read(text).answers).toEqual([]);
    expect(read(text, { ...OPEN, isClosed: true }).answers).toEqual([[200, "all"]]);
  });

  it("waits for the whole of a head, a body and a chunk", () => {
    for (const text of [
      "HTTP/1.1 200 OK\r\n",
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
    ]) {
      expect(read(text)).toEqual({ answers: [], rest: text });
    }
  });

  it("knows which answers have no body, and passes over those that are not final", () => {
    const text =
      "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 1\r\n\r\nx";
    expect(read(text).answers).toEqual([
      [204, ""],
      [404, "x"],
    ]);
    const head = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n";
    expect(read(head, { ...OPEN, isHead: true })).toEqual({ answers: [[200, ""]], rest: "" });
  });

  it("takes what is no HTTP for no answer", () => {
    expect(read("hello\r\n\r\n")).toEqual({ answers: [], rest: "hello\r\n\r\n" });
  });
});

describe("headerOf", () => {
  it("finds a header in any case, if it stands there once", () => {
    expect(headerOf({ headers: [["Allow", "GET"]] }, "allow")).toBe("GET");
    expect(
      headerOf(
        {
          headers: [
            ["A", "1"],
            ["a", "2"],
          ],
        },
        "a",
      ),
    ).toBeUndefined();
  });
});
