import fc from "fast-check";
import type { World } from "../world.ts";

export type Header = readonly [name: string, value: string];

/** How the caller says who they are: mostly well, in every other way too. */
export function authorization({ tokens }: World): fc.Arbitrary<readonly Header[]> {
  const token = fc.constantFrom(...Object.values(tokens));
  const bearer = (value: string): Header => ["Authorization", `Bearer ${value}`];
  return fc.oneof(
    { weight: 30, arbitrary: fc.constant([bearer(tokens["admin"] ?? "")]) },
    { weight: 6, arbitrary: token.map((value) => [bearer(value)]) },
    { weight: 1, arbitrary: fc.constant([]) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(
          token,
          fc.constantFrom<((value: string) => Header[])[]>(
            (value) => [["authorization", `bearer   ${value}  `]],
            (value) => [["Authorization", `Basic ${value}`]],
            (value) => [["Authorization", value]],
            () => [["Authorization", "Bearer"]],
            () => [["Authorization", "Bearer \xff\xfe"]],
            () => [["Authorization", `Bearer ${"a".repeat(2_000)}`]],
            () => [["Authorization", "Bearer gop_job_e30.e30"]],
            () => [["Authorization", `Bearer gop_job_${"A".repeat(500)}.${"A".repeat(43)}`]],
            (value) => [bearer("nobody"), bearer(value)],
            (value) => [["Cookie", `token=${value}; session=${value}`]],
          ),
        )
        .map(([value, write]) => write(value)),
    },
  );
}

/** Headers that some route or layer below looks at, with good values and bad ones. */
const KNOWN: readonly Header[] = [
  ["Accept", "application/json"],
  ["Accept", "*/*;q=0"],
  ["Accept", "application/jsonl"],
  ["Prefer", "respond-async"],
  ["Prefer", "wait=1"],
  ["Prefer", 'wait=-1, wait="1", respond-async=";"'],
  ["Prefer", '=,;"\\'],
  ["X-Request-Id", "fuzz-1.a_b"],
  ["X-Request-Id", 'a b"c'],
  ["X-Request-Id", "x".repeat(129)],
  ["Origin", "https://example.org"],
  ["Origin", "null"],
  ["Access-Control-Request-Method", "DELETE"],
  ["Access-Control-Request-Headers", "x, authorization, \xff"],
  ["WebHook-Request-Origin", "example.org"],
  ["WebHook-Request-Origin", "\xe9\t<script>"],
  ["Idempotency-Key", "key-1"],
  ["Idempotency-Key", "key 2"],
  ["Idempotency-Key", "x".repeat(300)],
  ["ce-specversion", "1.0"],
  ["ce-id", "1"],
  ["ce-type", '%ff%zz"\\'],
  ["ce-source", '"quoted\\"'],
  ["X-Sign", "\xe9"],
  ["X-HTTP-Method-Override", "DELETE"],
  ["X-Forwarded-Host", "evil.example"],
  ["X-Forwarded-Proto", "gopher"],
  ["X-Original-URL", "/api/limits"],
  ["Forwarded", 'for="_x";host=evil.example'],
  ["Expect", "100-continue"],
  ["Expect", "a-miracle"],
  ["Upgrade", "websocket"],
  ["Upgrade", "h2c"],
  ["TE", "trailers, deflate"],
  ["Range", "bytes=0-0,-1"],
  ["If-None-Match", "*"],
  ["If-Modified-Since", "never"],
  ["Content-Encoding", "identity"],
  ["Content-MD5", "x"],
  ["__proto__", "x"],
  ["constructor", "x"],
  ["Cookie", "token=; __proto__=x"],
  ["User-Agent", "() { :; }; x"],
  ["Referer", "\x80\x81"],
  ["trpc-accept", "application/jsonl"],
  ["x-trpc-source", "\xff"],
  ["Last-Event-ID", "-1"],
  ["X-Long", "x".repeat(9_000)],
];

/** Up to three of them. */
export const extraHeaders: fc.Arbitrary<readonly Header[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.subarray([...KNOWN], { minLength: 1, maxLength: 3 }) },
);

/** A header's value without the letters that would end it. */
export function headerText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\t\x20-\x7e\x80-\xff]/gu, "")
    .trim();
}
