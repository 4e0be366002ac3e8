import { readChunked } from "./read-chunked.ts";

/** One answer as it came. */
export interface RawAnswer {
  readonly status: number;
  /** In order, names as sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Without its transfer coding. */
  readonly body: Buffer;
}

interface Circumstances {
  readonly isHead: boolean;
  /** Whether the server closed the connection, which ends a body of unknown length. */
  readonly isClosed: boolean;
}

/** Cuts bytes into answers, without the 1xx ones before them, and what is left. */
export function readAnswers(
  bytes: Buffer,
  circumstances: Circumstances,
): { answers: RawAnswer[]; rest: Buffer } {
  const answers: RawAnswer[] = [];
  let rest = bytes;
  for (;;) {
    const read = readAnswer(rest, circumstances);
    if (read === undefined) {
      return { answers, rest };
    }
    rest = rest.subarray(read.length);
    if (read.answer.status >= 200) {
      answers.push(read.answer);
    }
  }
}

/** The value of a header, names without regard to case; undefined if it is not there once. */
export function headerOf(
  { headers }: Pick<RawAnswer, "headers">,
  name: string,
): string | undefined {
  const values = headers.filter(([each]) => each.toLowerCase() === name.toLowerCase());
  return values.length === 1 ? values[0]?.[1] : undefined;
}

/** The answer that the bytes begin with, once all of it is there. */
function readAnswer(
  bytes: Buffer,
  { isHead, isClosed }: Circumstances,
): { answer: RawAnswer; length: number } | undefined {
  const headEnd = bytes.indexOf("\r\n\r\n");
  const [first = "", ...lines] = bytes.subarray(0, headEnd).toString("latin1").split("\r\n");
  const status = Number(/^HTTP\/1\.1 (\d{3})(?: |$)/.exec(first)?.[1]);
  if (headEnd === -1 || Number.isNaN(status)) {
    return undefined;
  }
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const content = bytes.subarray(headEnd + 4);
  const hasBody = !isHead && status >= 200 && status !== 204 && status !== 304;
  const body = hasBody
    ? readBody(headers, content, isClosed)
    : { body: Buffer.alloc(0), length: 0 };
  return (
    body && { answer: { status, headers, body: body.body }, length: headEnd + 4 + body.length }
  );
}

function readBody(
  headers: RawAnswer["headers"],
  content: Buffer,
  isClosed: boolean,
): { body: Buffer; length: number } | undefined {
  if (headerOf({ headers }, "transfer-encoding") === "chunked") {
    return readChunked(content);
  }
  const length = headerOf({ headers }, "content-length");
  if (length === undefined) {
    return isClosed ? { body: content, length: content.length } : undefined;
  }
  return content.length >= Number(length)
    ? { body: content.subarray(0, Number(length)), length: Number(length) }
    : undefined;
}
