import type { JsonText } from "@getoperate/contract";
import { isRawBody, jsonToMembers, readBody } from "./arguments/body.ts";
import { addHeaders, type RequestHeaders } from "./arguments/headers.ts";
import { readJson } from "./arguments/json.ts";
import { decodePayload, PAYLOAD } from "./arguments/payload.ts";
import type { RunSettings } from "./arguments/query.ts";
import { addRaw } from "./arguments/raw.ts";
import { type Fallible, succeed } from "./fallible.ts";
import { type Members, writeMembers } from "./json-text.ts";

/** A request on a run route, whole: the body is within its limit and not compressed any more. */
export interface RunRequest {
  readonly method: string;
  readonly headers: RequestHeaders;
  readonly body: Uint8Array;
}

/** What a request carries: its bytes, and the arguments that they alone give. */
export interface Content {
  readonly bytes: Uint8Array;
  readonly args: Members;
  readonly isRaw: boolean;
}

/**
 * Turns a request into a job's arguments, a JSON object as text.
 *
 * When names clash the later one wins: body, then values of the query, then headers (those the
 * request names and `instanceHeaders`, lower-case names), then the raw body. Numbers keep all their
 * digits; NULs and lone surrogates are escaped, never letters of their own.
 */
export function toArguments(
  request: RunRequest,
  settings: RunSettings,
  instanceHeaders: readonly string[] = [],
): Fallible<JsonText> {
  const content = readContent(request, settings);
  if (!content.ok) {
    return content;
  }
  const { args, bytes, isRaw } = content.value;
  for (const [name, value] of settings.queryArguments) {
    args.set(name, JSON.stringify(value));
  }
  addHeaders(args, request.headers, [...instanceHeaders, ...settings.includeHeader]);
  if (settings.raw || isRaw) {
    addRaw(args, bytes);
  }
  return succeed(writeMembers(args));
}

/** What the request's own bytes are: a body, or the payload of a GET. */
export function readContent(request: RunRequest, settings: RunSettings): Fallible<Content> {
  return request.method === "GET" ? fromPayload(settings) : fromBody(request, settings);
}

/** A GET has its arguments in the query; without a payload it has none. */
function fromPayload({ payload, wrapBody }: RunSettings): Fallible<Content> {
  const decoded = decodePayload(payload);
  if (!decoded.ok) {
    return decoded;
  }
  const bytes = decoded.value;
  const text = readJson(bytes, PAYLOAD);
  if (!text.ok) {
    return text;
  }
  const args = jsonToMembers(text.value, wrapBody && bytes.length > 0);
  return succeed({ bytes, args, isRaw: false });
}

function fromBody({ headers, body }: RunRequest, { wrapBody }: RunSettings): Fallible<Content> {
  const args = readBody({ headers, bytes: body, wrap: wrapBody });
  return args.ok ? succeed({ bytes: body, args: args.value, isRaw: isRawBody(headers) }) : args;
}
