import fc from "fast-check";
import { hostileText } from "../hostile-text.ts";

/** Pieces of a path that servers have read in two ways. */
const TRICKS = [
  "..",
  ".",
  "%2e%2e",
  "..%2f..%2f",
  "%2e%2e%2f",
  "..;",
  "%5c..%5c",
  "//",
  "/",
  "%",
  "%zz",
  "%00",
  "%ff",
  "%c0%af",
  "%25%32%66",
  "%252f",
  "%0d%0aX-A:%20b",
  "%u002f",
  "a%20b",
  "a+b",
  ";a=b",
  ":path",
  "*",
  "{path}",
  "\xe9",
  "[",
  "|",
  "a@b:c",
  "x".repeat(300),
  "x/".repeat(300),
  "x".repeat(7_000),
] as const;

/** A value in a URL's path, encoded as a good client does it; with slashes as they are or escaped. */
export function pathText(value: string, keepsSlashes: boolean): string {
  const encoded = encode(value);
  return keepsSlashes ? encoded.replaceAll("%2F", "/") : encoded;
}

/** A piece of a path that is no value. */
export const pathTrick: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TRICKS),
  fc
    .tuple(fc.constantFrom("f/fuzz/", "u/admin/", "main/"), fc.constantFrom(...TRICKS))
    .map(([start, trick]) => start + trick),
  hostileText.map(encode),
);

export type QueryPair = readonly [name: string, value: string];

/** Pairs as a query, each escaped unless it is to be written as it is. */
export function queryText(pairs: readonly QueryPair[], writes: "escaped" | "raw"): string {
  const write =
    writes === "escaped" ? encode : (text: string) => text.replace(/[^\x21-\x7e]/gu, "");
  return pairs.map(([name, value]) => `${write(name)}=${write(value)}`).join("&");
}

/** Names that no route asks for, and values that none expects. */
export const strayPair: fc.Arbitrary<QueryPair> = fc.oneof(
  fc.tuple(hostileText, hostileText),
  fc.constantFrom<QueryPair[]>(
    ["__proto__", "x"],
    ["constructor[prototype]", "x"],
    ["", ""],
    ["a[]", "1"],
    ["a.b", "1"],
    ["limit", ""],
    ["cursor", "e30"],
    ["include_query", "token,__proto__,a"],
    ["token", ""],
    ["trace", "1"],
  ),
);

/** A lone surrogate has no bytes and becomes what every decoder puts in its place. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
