import type { JsonText } from "@getoperate/contract";
import { addField, type Fields, fieldsToMembers, parseUrlEncoded } from "./arguments/form.ts";
import type { RequestHeaders } from "./arguments/headers.ts";
import type { RunSettings } from "./arguments/query.ts";
import { addRaw } from "./arguments/raw.ts";
import { type RunRequest, readContent } from "./arguments.ts";
import { type Fallible, succeed } from "./fallible.ts";
import { type Members, writeMembers } from "./json-text.ts";

/** Where a request went to. */
export interface EventAddress {
  readonly path: string;
  /** With or without its question mark. */
  readonly query: string;
}

/** Headers with secrets of the caller's, which a script of somebody else's must not have. */
const CREDENTIALS = new Set(["authorization", "proxy-authorization", "cookie"]);
const TOKEN = "token";

/**
 * The whole request as a JSON object for a script's preprocessor: `{kind, body, raw_string, headers,
 * query, method, path}`. `body` is what the content type makes of the bytes, null where it makes
 * nothing of them: then the raw bytes are all there is. No credentials of the caller are in it.
 */
export function toEvent(
  request: RunRequest,
  settings: RunSettings,
  { path, query }: EventAddress,
): Fallible<JsonText> {
  const content = readContent(request, settings);
  if (!content.ok && content.error.code !== "unsupported-media-type") {
    return content;
  }
  const event: Members = new Map([
    ["kind", '"webhook"'],
    ["method", JSON.stringify(request.method)],
    ["path", JSON.stringify(path)],
    ["query", writeMembers(queryMembers(query))],
    ["headers", writeMembers(headerMembers(request.headers))],
    ["body", content.ok && !content.value.isRaw ? writeBody(content.value.args) : "null"],
  ]);
  addRaw(event, content.ok ? content.value.bytes : request.body);
  return succeed(writeMembers(event));
}

/** A value that is no object was wrapped as the argument `body`, and is itself again here. */
function writeBody(args: Members): JsonText {
  const only = args.size === 1 ? args.get("body") : undefined;
  return only ?? writeMembers(args);
}

function queryMembers(query: string): Members {
  const fields: Fields = new Map();
  for (const [name, value] of parseUrlEncoded(query.replace(/^\?/, ""))) {
    if (name !== TOKEN) {
      addField(fields, name, JSON.stringify(value));
    }
  }
  return fieldsToMembers(fields);
}

function headerMembers(headers: RequestHeaders): Members {
  const members: Members = new Map();
  for (const [name, value] of headers.entries()) {
    if (!CREDENTIALS.has(name)) {
      members.set(name, JSON.stringify(value));
    }
  }
  return members;
}
