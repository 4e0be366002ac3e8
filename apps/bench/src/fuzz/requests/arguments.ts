import fc from "fast-check";
import { hostileText } from "../hostile-text.ts";
import { somethingElse } from "../schema-arbitrary.ts";

const or = (...values: readonly unknown[]) =>
  fc.oneof(fc.constantFrom<unknown[]>(...values), somethingElse);

const shaping = fc.record(
  {
    status: or(200, 201, 204, 205, 299, 302, 304, 418, 500, 599, 100, 199, 600, 200.5, "200"),
    type: or(
      "text/html",
      "text/plain; charset=utf-8",
      "image/png",
      "application/x+json",
      "text/html\r\nX-A: b",
    ),
    headers: or(
      { "X-A": "b" },
      { "X-A": "b\r\nX-B: c" },
      { "X-A\r\nX-B": "c" },
      { "Set-Cookie": "a=b" },
      { "Content-Length": "5" },
      { "transfer-encoding": "chunked" },
      { Location: "javascript:alert(1)" },
      { Location: "/x" },
      { "content-type": "text/css" },
      { __proto__: "x", constructor: "y" },
      { "X-A": "\u560d\u560a" },
      { "X-A": 1 },
      { "X-A": "x".repeat(9_000) },
    ),
    coding: or("base64", "BASE64", "gzip"),
    result: or("x", "eA==", null, { a: 1 }, "\r\n\r\n", "\u{1f600}\ud800"),
  },
  { requiredKeys: [] },
);

const checked = fc.record(
  {
    count: or(1),
    name: or("x"),
    choice: or("a", "c"),
    when: or("2024-01-01T00:00:00Z", "2024-13-01"),
    list: or(["a"], [1]),
  },
  { requiredKeys: ["count", "name"] },
);

const what = fc.record({
  what: or(
    "none",
    "nan",
    "nul",
    "keys",
    "deep",
    "cycle",
    "big",
    "long",
    "log",
    "date",
    "map",
    "func",
    "toJson",
    "error",
    null,
  ),
});

/** Arguments that the fuzzer's scripts know what to do with. */
export const scriptArguments: fc.Arbitrary<unknown> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ a: fc.jsonValue(), body: fc.jsonValue() }, { requiredKeys: [] }),
  },
  { weight: 4, arbitrary: shaping },
  { weight: 1, arbitrary: checked },
  { weight: 2, arbitrary: what },
  { weight: 1, arbitrary: fc.dictionary(hostileText, fc.jsonValue(), { maxKeys: 5 }) },
  { weight: 1, arbitrary: somethingElse },
);
