import { decodeBase64 } from "../base64.ts";
import { type Fallible, fail, succeed } from "../fallible.ts";
import type { Subject } from "./json.ts";

/** The JSON step, once base64 is undone. */
export const PAYLOAD: Subject = { name: "The decoded payload", code: "invalid-payload" };

/** The bytes that a `payload` stands for; none for no payload. */
export function decodePayload(payload: string | undefined): Fallible<Uint8Array> {
  const bytes = decodeBase64(payload ?? "");
  return bytes === undefined
    ? fail("invalid-payload", "The payload is not valid base64.")
    : succeed(bytes);
}
