import type { JsonText } from "@getoperate/contract";
import { type Fallible, fail, succeed } from "../fallible.ts";
import type { Members } from "../json-text.ts";
import { decodePercent, decodeUtf8 } from "../utf8.ts";
import { URLSearchParams } from "../web-platform.ts";

/** Most fields of a form: each costs far more memory than the two bytes it may have. */
export const MAX_FIELDS = 10_000;

/** Fields by name, each with all its values as JSON, in the order of their first appearance. */
export type Fields = Map<string, JsonText[]>;

export function addField(fields: Fields, name: string, value: JsonText): void {
  const values = fields.get(name);
  if (values === undefined) {
    fields.set(name, [value]);
  } else {
    values.push(value);
  }
}

/** A field that stands once is its value, a repeated one an array. */
export function fieldsToMembers(fields: Fields): Members {
  const members: Members = new Map();
  for (const [name, values] of fields) {
    const list = values.join(",");
    members.set(name, values.length === 1 ? list : `[${list}]`);
  }
  return members;
}

/** Reads `application/x-www-form-urlencoded`. */
export function readForm(bytes: Uint8Array): Fallible<Members> {
  const text = decodeUtf8(bytes);
  if (text === undefined || hasForeignEscapes(text)) {
    return fail("invalid-body", "The form is not valid UTF-8.");
  }
  if (text.split("&", MAX_FIELDS + 1).length > MAX_FIELDS) {
    return fail("invalid-body", `The form has more than ${MAX_FIELDS} fields.`);
  }
  const fields: Fields = new Map();
  for (const [name, value] of parseUrlEncoded(text)) {
    addField(fields, name, JSON.stringify(value));
  }
  return succeed(fieldsToMembers(fields));
}

/** Names and values of a query or form; what is not UTF-8 in escapes becomes U+FFFD. */
export function parseUrlEncoded(text: string): Iterable<readonly [string, string]> {
  // The parser drops one leading question mark, which in a form belongs to the first name.
  return new URLSearchParams(`&${text}`);
}

/** Whether percent escapes stand for bytes that are not UTF-8; a lone `%` is only a percent sign. */
export function hasForeignEscapes(text: string): boolean {
  return decodePercent(text.replace(/%(?![0-9A-Fa-f]{2})/g, "%25")) === undefined;
}
