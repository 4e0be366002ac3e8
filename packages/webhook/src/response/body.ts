import { decodeBase64 } from "../base64.ts";
import { type Fallible, fail, succeed } from "../fallible.ts";
import { kindOf, readString } from "../json-text.ts";
import { isJsonType, parseMediaType } from "../media-type.ts";
import type { SpecialKeys } from "./special-keys.ts";

/** Text or bytes; null where there is no body at all. */
export type ResponseBody = string | Uint8Array | null;

/** The body under its content type: JSON, or for another type a string without its quotes. */
export function readBody(keys: SpecialKeys, contentType: string): Fallible<ResponseBody> {
  const { body, transferEncoding } = keys;
  if (transferEncoding !== undefined) {
    return readBytes(body, transferEncoding);
  }
  if (body === undefined) {
    return succeed(null);
  }
  const isText = kindOf(body) === "string" && !isJsonType(parseMediaType(contentType).essence);
  return succeed(isText ? readString(body) : body);
}

function readBytes(body: string | undefined, encoding: string): Fallible<ResponseBody> {
  if (encoding.toLowerCase() !== "base64") {
    return fail("invalid-header", "The only content transfer encoding is base64.");
  }
  if (body === undefined) {
    return succeed(null);
  }
  const bytes = kindOf(body) === "string" ? decodeBase64(readString(body)) : undefined;
  return bytes === undefined
    ? fail("invalid-header", "The content transfer encoding is base64, but the body is not.")
    : succeed(bytes);
}
