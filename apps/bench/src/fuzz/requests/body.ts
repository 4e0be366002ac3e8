import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { hostileText } from "../hostile-text.ts";
import type { Header } from "./headers.ts";
import { hostileJson } from "./json-text.ts";

export interface Body {
  readonly headers: readonly Header[];
  readonly bytes: Buffer;
}

const JSON_TYPES = [
  "application/json",
  "application/json; charset=utf-8",
  "APPLICATION/JSON",
  "application/vnd.api+json",
];

/** A value as a JSON body. A lone surrogate stays one, by its escape. */
export function jsonBody(value: unknown, type = "application/json"): Body {
  return { headers: [["Content-Type", type]], bytes: Buffer.from(JSON.stringify(value) ?? "") };
}

/** JSON in its usual types, however good. */
export const hostileJsonBody: fc.Arbitrary<Body> = fc
  .tuple(hostileJson, fc.constantFrom(...JSON_TYPES))
  .map(([bytes, type]) => ({ headers: [["Content-Type", type]], bytes }));

const BOUNDARY = "fuzz";

const multipart: fc.Arbitrary<Body> = fc
  .tuple(
    fc.array(fc.tuple(hostileText, hostileText, fc.boolean()), { maxLength: 4 }),
    fc.constantFrom("--\r\n", "--", "", "\r\n", "-- x"),
    fc.constantFrom(
      `multipart/form-data; boundary=${BOUNDARY}`,
      `multipart/form-data; boundary="${BOUNDARY}"; x=y`,
      "multipart/form-data",
      "multipart/form-data; boundary=",
      `multipart/form-data; boundary=${"x".repeat(80)}`,
      `multipart/form-data; boundary="a\xe9"`,
      `multipart/mixed; boundary=${BOUNDARY}`,
    ),
    fc.constantFrom(1, 1, 1, 1, 1, 1, 1_001),
  )
  .map(([parts, end, type, times]) => {
    const text = parts
      .map(
        ([name, value, isFile]) =>
          `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${
            isFile ? `; filename="${value}"\r\nContent-Type: ${value.slice(0, 20)}` : ""
          }\r\n\r\n${value}\r\n`,
      )
      .join("");
    return {
      headers: [["Content-Type", type]],
      bytes: Buffer.from(`${text.repeat(times).slice(0, 200_000)}--${BOUNDARY}${end}`),
    };
  });

const form: fc.Arbitrary<Body> = fc
  .array(fc.tuple(hostileText, hostileText), { maxLength: 5 })
  .chain((pairs) =>
    fc.constantFrom(
      pairs.map(([name, value]) => `${name}=${value}`).join("&"),
      new URLSearchParams(pairs).toString(),
      "a=%ff",
      "a&".repeat(10_001),
      "&&==&a",
    ),
  )
  .map((text) => ({
    headers: [["Content-Type", "application/x-www-form-urlencoded"]],
    bytes: Buffer.from(text),
  }));

const events: fc.Arbitrary<Body> = fc
  .tuple(
    fc.constantFrom("application/cloudevents+json", "application/cloudevents-batch+json"),
    fc.constantFrom(
      '{"specversion":"1.0","id":"1","source":"s","type":"t","data":{"a":1}}',
      '{"specversion":"1.0","id":"","source":null,"type":"t","data_base64":"*"}',
      '[{"specversion":"1.0","id":"1","source":"s","type":"t"},1]',
      '[{"specversion":"1.0","id":"1","source":"s","type":"t","data":[1]}]',
      "[]",
      "{}",
      '"x"',
    ),
  )
  .map(([type, text]) => ({ headers: [["Content-Type", type]], bytes: Buffer.from(text) }));

const texts: fc.Arbitrary<Body> = fc
  .tuple(
    fc.constantFrom(
      "text/plain",
      "text/html; charset=utf-16",
      "application/xml",
      "text/",
      "application/octet-stream",
      "image/svg+xml",
      "a",
      "/",
      'application/json; x="',
      "application/json, text/plain",
      "\xe9/\xe9",
      "",
    ),
    fc.oneof(
      hostileText.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 50 }).map((each) => Buffer.from(each)),
    ),
  )
  .map(([type, bytes]) => ({ headers: [["Content-Type", type]], bytes }));

const COMPRESSED: readonly Body[] = [
  coded("gzip", gzipSync('{"a":1}')),
  coded("x-gzip", gzipSync('{"a":1}')),
  coded("deflate", deflateSync('{"a":1}')),
  coded("br", brotliCompressSync('{"a":1}')),
  coded("gzip", gzipSync(Buffer.alloc(10_000_000))),
  coded("br", brotliCompressSync(Buffer.alloc(10_000_000))),
  coded("gzip", gzipSync('{"a":1}').subarray(0, 15)),
  coded("gzip", Buffer.concat([gzipSync('{"a":'), gzipSync("1}")])),
  coded("gzip", Buffer.concat([gzipSync('{"a":1}'), Buffer.from("rest")])),
  coded("gzip", Buffer.from('{"a":1}')),
  coded("deflate", Buffer.from("x")),
  coded("br", Buffer.from("x")),
  coded("gzip", Buffer.alloc(0)),
  coded("gzip, gzip", gzipSync(gzipSync("{}"))),
  coded("zstd", Buffer.from("x")),
  coded("", Buffer.from("{}")),
];

function coded(coding: string, bytes: Buffer): Body {
  return {
    headers: [
      ["Content-Type", "application/json"],
      ["Content-Encoding", coding],
    ],
    bytes,
  };
}

const untyped: fc.Arbitrary<Body> = hostileJson.map((bytes) => ({ headers: [], bytes }));

/** Whatever else a body can be: other types, other codings, none of either. */
export const otherBody: fc.Arbitrary<Body> = fc.oneof(
  multipart,
  form,
  events,
  texts,
  fc.constantFrom(...COMPRESSED),
  untyped,
);
