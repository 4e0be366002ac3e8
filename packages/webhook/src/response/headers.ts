import {
  IDEMPOTENT_REPLAYED_HEADER,
  JOB_ID_HEADER,
  JOB_STATUS_HEADER,
  type JsonText,
  REQUEST_ID_HEADER,
} from "@getoperate/contract";
import { type Fallible, fail, succeed } from "../fallible.ts";
import { kindOf, type Members, readString } from "../json-text.ts";
import { isToken } from "../media-type.ts";
import { isHeaderValue } from "./header-value.ts";

export type Header = readonly [name: string, value: string];

/** Headers by lower-case name. */
export type Headers = ReadonlyMap<string, Header>;

/** Most letters of all names and values; beyond it common clients and proxies give up. */
const MAX_LETTERS = 8 * 1024;

const RESERVED = new Set([
  // Hop by hop: they belong to the connection.
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
  // Framing.
  "content-length",
  // They change what the browser keeps for, or lets do, the whole origin: the console too.
  "set-cookie",
  "set-cookie2",
  "clear-site-data",
  "strict-transport-security",
  "service-worker-allowed",
  "alt-svc",
  "nel",
  "report-to",
  "reporting-endpoints",
  // Ours: what keeps a script's page apart from the console, and what the server says of a job.
  "content-security-policy",
  "content-security-policy-report-only",
  "x-content-type-options",
  JOB_STATUS_HEADER.toLowerCase(),
  JOB_ID_HEADER.toLowerCase(),
  REQUEST_ID_HEADER.toLowerCase(),
  IDEMPOTENT_REPLAYED_HEADER.toLowerCase(),
  // With these a reverse proxy sends one of its own files.
  "x-sendfile",
  "x-lighttpd-send-file",
  "x-reproxy-url",
]);

const RESERVED_PREFIXES = ["x-accel-"];

/** Addresses that run in the page, or are the page, that follows them. */
const ACTIVE_ADDRESS = /^(?:javascript|vbscript|data):/i;

/** The headers a script asks for; of names that differ only in case the last counts. */
export function readHeaders(members: Members | undefined): Fallible<Headers> {
  const headers = new Map<string, Header>();
  let letters = 0;
  for (const [name, text] of members ?? []) {
    const fault = findFault(name, text);
    if (fault !== undefined) {
      return fail("invalid-header", `${JSON.stringify(name.slice(0, 100))} ${fault}.`);
    }
    const value = readString(text);
    headers.set(name.toLowerCase(), [name, value]);
    letters += name.length + value.length;
  }
  return letters <= MAX_LETTERS
    ? succeed(headers)
    : fail("invalid-header", `The headers have more than ${MAX_LETTERS} letters together.`);
}

/** What is wrong with a header, as the end of a sentence. */
function findFault(name: string, text: JsonText): string | undefined {
  if (!isToken(name)) {
    return "cannot be the name of a header";
  }
  if (isReserved(name.toLowerCase())) {
    return "is not a header that a script may set";
  }
  if (kindOf(text) !== "string") {
    return "needs a string as its value";
  }
  const value = readString(text);
  if (!isHeaderValue(value)) {
    return "has a value with line breaks, letters beyond ASCII or blanks around it";
  }
  if (name.toLowerCase() === "location" && ACTIVE_ADDRESS.test(value.replaceAll("\t", ""))) {
    return "may not lead to an address that holds a page or program itself";
  }
  return undefined;
}

function isReserved(name: string): boolean {
  return RESERVED.has(name) || RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix));
}
