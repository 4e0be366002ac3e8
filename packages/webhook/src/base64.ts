import { atob, btoa } from "./web-platform.ts";

/** Divisible by three, so that only the last piece is padded; small enough to be spread. */
const PIECE_BYTES = 0x6000;

/** Standard alphabet, padded. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + PIECE_BYTES)));
  }
  return text;
}

/**
 * Takes the standard and the URL-safe alphabet, padded or not, with line breaks. A space counts as
 * the `+` that a query loses when it was not URI-encoded. Undefined if it is not base64.
 */
export function decodeBase64(text: string): Uint8Array | undefined {
  const padded = text
    .replace(/[\r\n]/g, "")
    .replace(/[ -]/g, "+")
    .replace(/_/g, "/");
  const digits = padded.replace(/={1,2}$/, "");
  const isPadded = digits.length < padded.length;
  if (digits.length % 4 === 1 || (isPadded && padded.length % 4 !== 0)) {
    return undefined;
  }
  if (!/^[A-Za-z0-9+/]*$/.test(digits)) {
    return undefined;
  }
  const binary = atob(digits);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) {
    bytes[at] = binary.charCodeAt(at);
  }
  return bytes;
}
