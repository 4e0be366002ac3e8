import {
  ErrorStatus,
  type Fault,
  Priority,
  Tag,
  TimeoutSeconds,
  Timestamp,
  Uuid,
} from "@getoperate/contract";
import { type Fallible, fail, succeed } from "../fallible.ts";
import { hasForeignEscapes, parseUrlEncoded } from "./form.ts";
import { parseHeaderNames, splitNames } from "./headers.ts";

/** What the query of a run route asks for; undefined or empty where it says nothing. */
export interface RunSettings {
  readonly payload: string | undefined;
  /** The values that `include_query` names and that are there. */
  readonly queryArguments: ReadonlyMap<string, string>;
  /** Lower-case names of headers. */
  readonly includeHeader: readonly string[];
  readonly raw: boolean;
  readonly wrapBody: boolean;
  /** 400 to 599. */
  readonly errorStatus: number | undefined;
  /** RFC 3339. */
  readonly scheduledFor: string | undefined;
  readonly scheduledInSeconds: number | undefined;
  readonly tag: string | undefined;
  readonly priority: number | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly jobId: string | undefined;
}

/** How one setting is read: undefined if its value is not what it must be. */
interface Reader<Value> {
  readonly parse: (text: string) => Value | undefined;
  readonly must: string;
}

const BOOLEANS = new Map([
  ["true", true],
  ["false", false],
]);

const BOOLEAN: Reader<boolean> = {
  parse: (text) => BOOLEANS.get(text),
  must: "be true or false",
};
const HEADER_NAMES: Reader<readonly string[]> = {
  parse: (text) => {
    const names = parseHeaderNames(text);
    return names.ok ? names.value : undefined;
  },
  must: "be names of headers, separated by commas",
};
const ERROR_STATUS: Reader<number> = {
  parse: (text) => ErrorStatus.safeParse(toInteger(text)).data,
  must: "be a whole number from 400 to 599",
};
const TIME: Reader<string> = {
  parse: (text) => Timestamp.safeParse(text).data,
  must: "be a time like 2030-01-31T12:00:00Z (RFC 3339)",
};
const DELAY: Reader<number> = {
  parse: toInteger,
  must: "be a whole number of seconds",
};
const TIMEOUT: Reader<number> = {
  parse: (text) => TimeoutSeconds.safeParse(toInteger(text)).data,
  must: "be a whole number of seconds, at least 1",
};
const PRIORITY: Reader<number> = {
  parse: (text) => Priority.safeParse(toInteger(text)).data,
  must: "be a whole number from 0 to 100",
};
const TAG: Reader<string> = {
  parse: (text) => Tag.safeParse(text).data,
  must: "be 1 to 63 letters, digits, _, ., : or -",
};
const JOB_ID: Reader<string> = {
  parse: (text) => Uuid.safeParse(text).data,
  must: "be a UUID",
};

/** Lists, which a caller may also write as several values. */
const LISTS = new Set(["include_query", "include_header"]);

/** Never an argument: others than the token's owner may read the job. */
const CREDENTIAL = "token";

/**
 * Reads the query of a run route, with or without its question mark. Unknown names are ignored, a
 * known one with a wrong value is a fault; of a repeated setting or argument the last counts.
 */
export function parseRunQuery(query: string): Fallible<RunSettings> {
  const values = readValues(query);
  const faults: Fault[] = [];
  const read = <Value>(name: string, { parse, must }: Reader<Value>): Value | undefined => {
    const given = values.get(name);
    const value = given === undefined ? undefined : parse(given);
    if (given !== undefined && value === undefined) {
      faults.push({ pointer: `/${name}`, detail: `must ${must}` });
    }
    return value;
  };
  const queryArguments = pickArguments(values);
  const settings: RunSettings = {
    payload: values.get("payload"),
    queryArguments,
    includeHeader: read("include_header", HEADER_NAMES) ?? [],
    raw: read("raw", BOOLEAN) ?? false,
    wrapBody: read("wrap_body", BOOLEAN) ?? false,
    errorStatus: read("error_status", ERROR_STATUS),
    scheduledFor: read("scheduled_for", TIME),
    scheduledInSeconds: read("scheduled_in_secs", DELAY),
    tag: read("tag", TAG),
    priority: read("priority", PRIORITY),
    timeoutSeconds: read("timeout", TIMEOUT),
    jobId: read("job_id", JOB_ID),
  };
  if (isGarbled(queryArguments) && hasForeignEscapes(query)) {
    faults.push({ pointer: "/include_query", detail: "must name values in UTF-8" });
  }
  return faults.length === 0
    ? succeed(settings)
    : fail("invalid-input", "A value in the query is not what it must be.", faults);
}

function readValues(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const text = query.startsWith("?") ? query.slice(1) : query;
  for (const [name, value] of parseUrlEncoded(text)) {
    const before = LISTS.has(name) ? values.get(name) : undefined;
    values.set(name, before === undefined ? value : `${before},${value}`);
  }
  return values;
}

function pickArguments(values: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const picked = new Map<string, string>();
  for (const name of splitNames(values.get("include_query") ?? "")) {
    const value = values.get(name);
    if (value !== undefined && name !== CREDENTIAL) {
      picked.set(name, value);
    }
  }
  return picked;
}

function isGarbled(values: ReadonlyMap<string, string>): boolean {
  return [...values.values()].some((value) => value.includes("\uFFFD"));
}

/** Up to MAX_DELAY_SECONDS. */
function toInteger(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}
