import { type JsonText, OperateError } from "@getoperate/contract";
import { readJson, type Subject } from "@getoperate/webhook";
import { orThrow } from "./or-throw.ts";

const BODY: Subject = { name: "The body", code: "invalid-body" };

/**
 * The JSON that stands in a body or another part of a request, under the same rules as a webhook's:
 * UTF-8, and never so deep that writing it again overflows the stack. No bytes are `{}`. Throws what
 * is wrong with it.
 */
export function readJsonText(bytes: Uint8Array, subject = BODY): JsonText {
  return orThrow(readJson(bytes, subject));
}

const JSON_TYPE = /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i;

/** Throws `unsupported-media-type` unless the body says that it is JSON, or does not say what it is. */
export function requireJsonType(contentType: string | undefined): void {
  if (contentType !== undefined && !JSON_TYPE.test(contentType)) {
    throw new OperateError("unsupported-media-type", "This route takes application/json.");
  }
}
