import { type Fallible, fail, succeed } from "../fallible.ts";
import type { Members } from "../json-text.ts";
import { isToken } from "../media-type.ts";

/**
 * A request's headers, asked for with lower-case names only: a `Headers` of the web platform fits,
 * and so does a `Map` with lower-case names.
 */
export interface RequestHeaders {
  get(name: string): string | null | undefined;
  entries(): Iterable<readonly [string, string]>;
}

/** Reads `X-Sign,foo` into lower-case names; blanks around them and empty ones do not count. */
export function parseHeaderNames(text: string): Fallible<readonly string[]> {
  const names = splitNames(text).map((name) => name.toLowerCase());
  return names.every(isToken)
    ? succeed(names)
    : fail("invalid-input", "A list of header names has names separated by commas.");
}

export function splitNames(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/**
 * Adds the headers that are there as string arguments: `X-Sign` → `x_sign`. A bearer token is left
 * out: whoever may read the job would have it.
 */
export function addHeaders(args: Members, headers: RequestHeaders, names: readonly string[]): void {
  for (const name of names) {
    const value = headers.get(name) ?? undefined;
    if (value !== undefined && !isBearerToken(name, value)) {
      args.set(name.replaceAll("-", "_"), JSON.stringify(value));
    }
  }
}

function isBearerToken(name: string, value: string): boolean {
  return name === "authorization" && /^\s*bearer\b/i.test(value);
}
