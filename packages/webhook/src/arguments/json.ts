import type { ErrorCode, JsonText } from "@getoperate/contract";
import { type Fallible, fail, succeed } from "../fallible.ts";
import { isDeeperThan } from "../json-text.ts";
import { decodeUtf8 } from "../utf8.ts";

/** Deepest nesting of arrays and objects in what a caller sends. */
export const MAX_DEPTH = 100;

/** What is being read, for the error: `The body` and its code. */
export interface Subject {
  readonly name: string;
  readonly code: ErrorCode;
}

/** Checks that the bytes are JSON; no bytes are `{}`. The text stays as it was sent. */
export function readJson(bytes: Uint8Array, { name, code }: Subject): Fallible<JsonText> {
  if (bytes.length === 0) {
    return succeed("{}");
  }
  const decoded = decodeUtf8(bytes);
  if (decoded === undefined) {
    return fail(code, `${name} is not valid UTF-8.`);
  }
  const text = decoded.charCodeAt(0) === 0xfeff ? decoded.slice(1) : decoded;
  if (isDeeperThan(text, MAX_DEPTH)) {
    return fail(code, `${name} is nested deeper than ${MAX_DEPTH} levels.`);
  }
  const fault = findSyntaxFault(text);
  return fault === undefined ? succeed(text) : fail(code, `${name} is not valid JSON${fault}.`);
}

/** Says where, but never repeats what was sent: it may be a secret. */
function findSyntaxFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = String(error);
    const place = /line \d+ column \d+/.exec(message);
    if (place !== null) {
      return `, ${place[0]}`;
    }
    return message.includes("end of JSON") ? ": it ends too early" : "";
  }
}
