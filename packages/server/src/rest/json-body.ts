import { OperateError } from "@getoperate/contract";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Reads a body that must be a JSON object; an empty one is `{}`. Throws `invalid-body`. */
export function parseJsonObject(body: Uint8Array): Record<string, unknown> {
  if (body.length === 0) {
    return {};
  }
  const value = parse(body);
  if (!isObject(value)) {
    throw new OperateError("invalid-body", "The body must be a JSON object.");
  }
  return value;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    throw new OperateError("invalid-body", "The body is not valid JSON in UTF-8.");
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
