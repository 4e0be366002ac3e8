import type { JsonText } from "@getoperate/contract";
import {
  type JsonKind,
  kindOf,
  type Members,
  readMembers,
  readString,
  writeMembers,
} from "../json-text.ts";

/** What a returned object says of the response, and the body that is left without it. */
export interface SpecialKeys {
  readonly statusCode: JsonText | undefined;
  readonly contentType: string | undefined;
  /** Values are JSON and may be of any kind. */
  readonly headers: Members | undefined;
  readonly transferEncoding: string | undefined;
  /** Undefined if nothing is left. */
  readonly body: JsonText | undefined;
}

const PREFIXES = ["getOperate_", "windmill_", "wm_"];

const KINDS: ReadonlyMap<string, JsonKind> = new Map([
  ["status_code", "number"],
  ["content_type", "string"],
  ["headers", "object"],
  ["content_transfer_encoding", "string"],
]);

/** Every special key; of the spellings of one, the first that is there counts. */
const SPECIAL_KEYS = PREFIXES.flatMap((prefix) =>
  [...KINDS].map(([name, kind]) => ({ key: `${prefix}${name}`, name, kind })),
);

/**
 * The special keys of a job's result; undefined if it has none, or one with a value of the wrong
 * kind: then the result is only data.
 */
export function readSpecialKeys(result: JsonText): SpecialKeys | undefined {
  const members = mayBeSpecial(result) ? readMembers(result) : undefined;
  if (members === undefined) {
    return undefined;
  }
  const values: Members = new Map();
  for (const { key, name, kind } of SPECIAL_KEYS) {
    const value = members.get(key);
    if (value !== undefined) {
      if (kindOf(value) !== kind) {
        return undefined;
      }
      values.set(name, values.get(name) ?? value);
      members.delete(key);
    }
  }
  return values.size === 0 ? undefined : toSpecialKeys(values, members);
}

function toSpecialKeys(values: Members, rest: Members): SpecialKeys {
  const headers = values.get("headers");
  return {
    statusCode: values.get("status_code"),
    contentType: readOptionalString(values.get("content_type")),
    headers: headers === undefined ? undefined : readMembers(headers),
    transferEncoding: readOptionalString(values.get("content_transfer_encoding")),
    body: rest.get("result") ?? (rest.size === 0 ? undefined : writeMembers(rest)),
  };
}

function readOptionalString(text: JsonText | undefined): string | undefined {
  return text === undefined ? undefined : readString(text);
}

/** Cheap, and never wrong when it says no: nearly all results are sent without being read. */
function mayBeSpecial(result: JsonText): boolean {
  // The last one: any letter of a key may be written as an escape.
  return PREFIXES.some((prefix) => result.includes(prefix)) || result.includes("\\u00");
}
