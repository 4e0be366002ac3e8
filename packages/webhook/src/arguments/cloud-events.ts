// CloudEvents 1.0 over HTTP: the data becomes the arguments, everything else about the event its
// envelope. Structured: one JSON object; batch: an array of them; binary: `ce-` headers.
import type { Fault, JsonText } from "@getoperate/contract";
import { type Fallible, fail, succeed } from "../fallible.ts";
import {
  kindOf,
  type Members,
  readElements,
  readMembers,
  readString,
  writeMembers,
} from "../json-text.ts";
import { decodePercent } from "../utf8.ts";
import type { RequestHeaders } from "./headers.ts";

/** Name of the argument with what is known of an event beside its data. */
export const ENVELOPE_ARGUMENT = "WEBHOOK__METADATA__";

const REQUIRED_ATTRIBUTES = ["specversion", "id", "source", "type"];

/** An event taken apart; `data` of a binary event is the body and read elsewhere. */
export interface CloudEvent {
  readonly envelope: JsonText;
  /** JSON; the string that was sent if it is `data_base64`; undefined if there is none. */
  readonly data: JsonText | undefined;
}

export function readStructuredEvent(text: JsonText): Fallible<CloudEvent> {
  return takeApart(text, "");
}

/** The batch as one: an array of the data (`null` where there is none), one of the envelopes. */
export function readEventBatch(text: JsonText): Fallible<CloudEvent> {
  const elements = readElements(text);
  if (elements === undefined) {
    return fail("invalid-body", "A batch of CloudEvents is a JSON array.");
  }
  const events: CloudEvent[] = [];
  for (const [index, element] of elements.entries()) {
    const event = takeApart(element, `/${index}`);
    if (!event.ok) {
      return event;
    }
    events.push(event.value);
  }
  return succeed({
    envelope: `[${events.map((event) => event.envelope).join(",")}]`,
    data: `[${events.map((event) => event.data ?? "null").join(",")}]`,
  });
}

/** The envelope in the headers of a binary event; undefined if the request is none. */
export function readEventHeaders(headers: RequestHeaders): Fallible<JsonText> | undefined {
  if ((headers.get("ce-specversion") ?? undefined) === undefined) {
    return undefined;
  }
  const attributes: Members = new Map();
  for (const [header, value] of headers.entries()) {
    const [, name] = /^ce-(.+)$/i.exec(header) ?? [];
    if (name !== undefined) {
      attributes.set(name.toLowerCase(), JSON.stringify(decodeHeaderValue(value)));
    }
  }
  const contentType = headers.get("content-type") ?? undefined;
  if (contentType !== undefined) {
    attributes.set("datacontenttype", JSON.stringify(contentType));
  }
  return checkAttributes(attributes, "");
}

function takeApart(text: JsonText, pointer: string): Fallible<CloudEvent> {
  const attributes = readMembers(text);
  if (attributes === undefined) {
    return fail("invalid-body", "A CloudEvent is a JSON object.", [
      { pointer, detail: "must be an object" },
    ]);
  }
  const data = attributes.get("data") ?? attributes.get("data_base64");
  attributes.delete("data");
  attributes.delete("data_base64");
  const envelope = checkAttributes(attributes, pointer);
  return envelope.ok ? succeed({ envelope: envelope.value, data }) : envelope;
}

function checkAttributes(attributes: Members, pointer: string): Fallible<JsonText> {
  const faults: Fault[] = REQUIRED_ATTRIBUTES.filter((name) => {
    const value = attributes.get(name) ?? "null";
    return kindOf(value) !== "string" || readString(value) === "";
  }).map((name) => ({
    pointer: `${pointer}/${name}`,
    detail: "must be a string that is not empty",
  }));
  return faults.length === 0
    ? succeed(writeMembers(attributes))
    : fail("invalid-body", "A CloudEvent has specversion, id, source and type.", faults);
}

/** Undoes quotes and percent escapes, as the HTTP binding of CloudEvents wants it. */
function decodeHeaderValue(value: string): string {
  const quoted = /^"(.*)"$/.exec(value)?.[1];
  const text = quoted === undefined ? value : quoted.replace(/\\(.)/g, "$1");
  return decodePercent(text) ?? text;
}
