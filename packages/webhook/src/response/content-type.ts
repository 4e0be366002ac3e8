import { type Fallible, fail, succeed } from "../fallible.ts";
import { isToken, parseMediaType } from "../media-type.ts";
import { isHeaderValue } from "./header-value.ts";

const MAX_LENGTH = 255;

/** The content type a script asks for, unchanged, if it follows RFC 9110. */
export function checkContentType(text: string): Fallible<string> {
  const { essence, isComplete } = parseMediaType(text);
  const [type = "", subtype = "", ...more] = essence.split("/");
  const isValid =
    isComplete && isToken(type) && isToken(subtype) && more.length === 0 && isHeaderValue(text);
  return isValid && text.length <= MAX_LENGTH
    ? succeed(text)
    : fail("invalid-content-type", `${JSON.stringify(text.slice(0, 100))} is not a content type.`);
}
