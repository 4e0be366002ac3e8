import { OperateError } from "@getoperate/contract";
import { readJsonText } from "../http/json.ts";

/** Reads a body that must be a JSON object; an empty one is `{}`. Throws `invalid-body`. */
export function parseJsonObject(body: Uint8Array): Record<string, unknown> {
  const value: unknown = JSON.parse(readJsonText(body));
  if (!isObject(value)) {
    throw new OperateError("invalid-body", "The body must be a JSON object.");
  }
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
