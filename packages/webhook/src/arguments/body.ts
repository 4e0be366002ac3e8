import type { JsonText } from "@getoperate/contract";
import { type Fallible, fail, succeed } from "../fallible.ts";
import { type Members, readMembers, writeMembers } from "../json-text.ts";
import { parseMediaType } from "../media-type.ts";
import {
  type CloudEvent,
  ENVELOPE_ARGUMENT,
  readEventBatch,
  readEventHeaders,
  readStructuredEvent,
} from "./cloud-events.ts";
import { readForm } from "./form.ts";
import type { RequestHeaders } from "./headers.ts";
import { readJson, type Subject } from "./json.ts";
import { readMultipart } from "./multipart.ts";

/** Content types a body may have; what a 415 lists. */
export const ACCEPTED_CONTENT_TYPES = [
  "application/json",
  "application/*+json",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  "text/*",
  "application/xml",
  "application/cloudevents+json",
  "application/cloudevents-batch+json",
] as const;

const BODY: Subject = { name: "The body", code: "invalid-body" };

/** What of a request makes its body's arguments. */
export interface Body {
  readonly headers: RequestHeaders;
  readonly bytes: Uint8Array;
  /** `body` instead of the keys of an object. */
  readonly wrap: boolean;
}

/** The arguments that the body alone gives, by its content type. */
export function readBody(body: Body): Fallible<Members> {
  const contentType = body.headers.get("content-type") ?? "";
  switch (parseMediaType(contentType).essence) {
    case "application/cloudevents+json":
      return readEvent(body, readStructuredEvent);
    case "application/cloudevents-batch+json":
      return readEvent(body, readEventBatch);
    default:
      return readWithEventHeaders(body, contentType);
  }
}

/** Whether the body is one argument as it is, `raw_string`, and gives no others. */
export function isRawBody(headers: RequestHeaders): boolean {
  return isRawType(parseMediaType(headers.get("content-type") ?? "").essence);
}

function isRawType(essence: string): boolean {
  return essence.startsWith("text/") || essence === "application/xml";
}

/** JSON as arguments: an object's keys, or `body`. */
export function jsonToMembers(text: JsonText, wrap: boolean): Members {
  const members = wrap ? undefined : readMembers(text);
  return members ?? new Map([["body", text]]);
}

function readEvent(
  { bytes, wrap }: Body,
  takeApart: (text: JsonText) => Fallible<CloudEvent>,
): Fallible<Members> {
  const text = readJson(bytes, BODY);
  const event = text.ok ? takeApart(text.value) : text;
  if (!event.ok) {
    return event;
  }
  const { data, envelope } = event.value;
  const args = data === undefined ? new Map() : jsonToMembers(data, wrap);
  return succeed(args.set(ENVELOPE_ARGUMENT, envelope));
}

function readWithEventHeaders(body: Body, contentType: string): Fallible<Members> {
  const args = readPlain(body, contentType);
  const envelope = readEventHeaders(body.headers);
  if (!args.ok || envelope === undefined) {
    return args;
  }
  return envelope.ok ? succeed(args.value.set(ENVELOPE_ARGUMENT, envelope.value)) : envelope;
}

function readPlain({ bytes, wrap }: Body, contentType: string): Fallible<Members> {
  const { essence } = parseMediaType(contentType);
  if (essence === "" || essence === "application/json" || essence.endsWith("+json")) {
    const text = readJson(bytes, BODY);
    return text.ok ? succeed(jsonToMembers(text.value, wrap)) : text;
  }
  if (essence === "application/x-www-form-urlencoded") {
    return wrapFields(readForm(bytes), wrap);
  }
  if (essence === "multipart/form-data") {
    return wrapFields(readMultipart(bytes, boundaryOf(contentType)), wrap);
  }
  if (isRawType(essence)) {
    return succeed(new Map());
  }
  return fail(
    "unsupported-media-type",
    `The content type ${JSON.stringify(essence.slice(0, 100))} is not accepted; ` +
      `accepted are ${ACCEPTED_CONTENT_TYPES.join(", ")}.`,
  );
}

function wrapFields(fields: Fallible<Members>, wrap: boolean): Fallible<Members> {
  return fields.ok && wrap ? succeed(new Map([["body", writeMembers(fields.value)]])) : fields;
}

/** Read leniently: many senders leave out the quotes that its letters would need. */
function boundaryOf(contentType: string): string {
  const match = /;[ \t]*boundary=(?:"([^"]*)"|([^;" \t]*))/i.exec(contentType);
  return match?.[1] ?? match?.[2] ?? "";
}
