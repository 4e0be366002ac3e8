import { isJsonType, parseMediaType } from "../media-type.ts";
import type { Header } from "./headers.ts";

const NOSNIFF: Header = ["X-Content-Type-Options", "nosniff"];
const SANDBOX: Header = ["Content-Security-Policy", "sandbox"];

/**
 * Keeps what a script answers from acting as the console on the same origin: a browser may not
 * guess a type, and whatever is not JSON has an origin of its own, without scripts and forms.
 */
export function securityHeaders(contentType: string | undefined): readonly Header[] {
  const isJson = contentType !== undefined && isJsonType(parseMediaType(contentType).essence);
  return isJson ? [NOSNIFF] : [NOSNIFF, SANDBOX];
}
