import { encodeBase64 } from "../base64.ts";
import { type Fallible, fail, succeed } from "../fallible.ts";
import type { Members } from "../json-text.ts";
import { decodeUtf8 } from "../utf8.ts";
import { addField, type Fields, fieldsToMembers } from "./form.ts";
import { type PartHead, readPartHead } from "./part-head.ts";

export const MAX_PARTS = 1_000;

/** The letters RFC 2046 lets a boundary have; none of them is a line break. */
const BOUNDARY = /^[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]$/;

const CR = 0x0d;
const LF = 0x0a;
const HYPHEN = 0x2d;

/** A line that parts two parts, from its line break before to behind the one after. */
interface Delimiter {
  readonly start: number;
  readonly end: number;
  readonly isLast: boolean;
}

/**
 * Reads `multipart/form-data` (RFC 7578): a text part is a string, a part with a file name
 * `{filename, type, size, data}` with the data in base64.
 */
export function readMultipart(body: Uint8Array, boundary: string): Fallible<Members> {
  if (!BOUNDARY.test(boundary)) {
    return fail("invalid-body", "The content type names no valid boundary between the parts.");
  }
  const line = Uint8Array.from(`\r\n--${boundary}`, (letter) => letter.charCodeAt(0));
  const fields: Fields = new Map();
  let parts = 0;
  let delimiter = findFirst(body, line);
  while (delimiter?.isLast === false) {
    const start = delimiter.end;
    delimiter = findDelimiter(body, line, start);
    parts += 1;
    const fault = delimiter && addPart(fields, body.subarray(start, delimiter.start), parts);
    if (fault !== undefined) {
      return fail("invalid-body", `Part ${parts} of the body ${fault}.`);
    }
  }
  return delimiter === undefined
    ? fail("invalid-body", "The body has no line with the last boundary; it may be cut off.")
    : succeed(fieldsToMembers(fields));
}

/** Says what is wrong with the part, as the end of a sentence, if something is. */
function addPart(fields: Fields, part: Uint8Array, number: number): string | undefined {
  if (number > MAX_PARTS) {
    return `is one too many: ${MAX_PARTS} are allowed`;
  }
  const head = readPartHead(part);
  if (typeof head === "string") {
    return head;
  }
  const value = readContent(head, part.subarray(head.length));
  if (value === undefined) {
    return "is text but not valid UTF-8";
  }
  addField(fields, head.name, JSON.stringify(value));
  return undefined;
}

function readContent({ filename, type }: PartHead, content: Uint8Array): unknown {
  return filename === undefined
    ? decodeUtf8(content)
    : { filename, type, size: content.length, data: encodeBase64(content) };
}

/** The first one may stand at the very start, without a line break before it. */
function findFirst(body: Uint8Array, line: Uint8Array): Delimiter | undefined {
  return readDelimiter(body, line.subarray(2), 0) ?? findDelimiter(body, line, 0);
}

function findDelimiter(body: Uint8Array, line: Uint8Array, from: number): Delimiter | undefined {
  for (let start = from; start <= body.length - line.length; start += 1) {
    const delimiter = body[start] === CR ? readDelimiter(body, line, start) : undefined;
    if (delimiter !== undefined) {
      return delimiter;
    }
  }
  return undefined;
}

/** The delimiter at `start`; a line that only begins like one belongs to a part's content. */
function readDelimiter(body: Uint8Array, line: Uint8Array, start: number): Delimiter | undefined {
  for (let index = 0; index < line.length; index += 1) {
    if (body[start + index] !== line[index]) {
      return undefined;
    }
  }
  let end = start + line.length;
  const isLast = body[end] === HYPHEN && body[end + 1] === HYPHEN;
  end += isLast ? 2 : 0;
  while (body[end] === 0x20 || body[end] === 0x09) {
    end += 1;
  }
  const endsLine = body[end] === CR && body[end + 1] === LF;
  return endsLine || (isLast && end === body.length) ? { start, end: end + 2, isLast } : undefined;
}
