import { encodeBase64 } from "../base64.ts";
import type { Members } from "../json-text.ts";
import { decodeUtf8 } from "../utf8.ts";

/**
 * Adds the bytes as sent: `raw_string`, or `raw_base64` if they are not UTF-8. The other one goes,
 * so that no field of the body is taken for what a signature was made over.
 */
export function addRaw(args: Members, bytes: Uint8Array): void {
  const text = decodeUtf8(bytes);
  args.delete("raw_string");
  args.delete("raw_base64");
  if (text === undefined) {
    args.set("raw_base64", JSON.stringify(encodeBase64(bytes)));
  } else {
    args.set("raw_string", JSON.stringify(text));
  }
}
