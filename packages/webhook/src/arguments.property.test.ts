import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anyJson,
  anyName,
  anyObject,
  anyText,
  jsonText,
  unicodeText,
} from "../test/arbitraries.ts";
import { argumentsText, btoa, toBytes, URLSearchParams, valueIn } from "../test/requests.ts";

const CONTENT_TYPES = [
  "",
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  'multipart/form-data; boundary="',
  "text/plain",
  "application/cloudevents+json",
  "application/cloudevents-batch+json",
  "image/png",
];

const normal = (text: string) => JSON.stringify(JSON.parse(text));
const queryOf = (pairs: [string, string][]) => new URLSearchParams(pairs).toString();

/** The values of a payload that callers really send: both alphabets, padded or not, escaped or not. */
function spellingsOf(text: string): string[] {
  const standard = btoa(String.fromCharCode(...toBytes(text)));
  const urlSafe = standard.replaceAll("+", "-").replaceAll("/", "_");
  const unpadded = [standard, urlSafe].map((digits) => digits.replaceAll("=", ""));
  return [standard, urlSafe, ...unpadded].flatMap((digits) => [digits, encodeURIComponent(digits)]);
}

describe("toArguments", () => {
  it("gives back any JSON object that is posted", () => {
    fc.assert(
      fc.property(jsonText(anyObject), (body) => {
        expect(normal(valueIn(argumentsText({ body })))).toBe(normal(body));
      }),
      { numRuns: 500 },
    );
  });

  it("gives back any JSON value in every spelling of a payload", () => {
    fc.assert(
      fc.property(jsonText(anyJson), (text) => {
        const whole = JSON.parse(text);
        const isObject = typeof whole === "object" && whole !== null && !Array.isArray(whole);
        const expected = JSON.stringify(isObject ? whole : { body: whole });
        for (const payload of spellingsOf(text)) {
          const args = valueIn(argumentsText({ method: "GET", query: `payload=${payload}` }));
          expect(normal(args)).toBe(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("gives back any body as raw_string and any value of the query", () => {
    fc.assert(
      fc.property(unicodeText, unicodeText, (body, value) => {
        const query = queryOf([
          ["raw", "true"],
          ["include_query", "q"],
          ["q", value],
        ]);
        const headers = { "content-type": "text/plain" };
        const args = JSON.parse(valueIn(argumentsText({ body, query, headers })));
        expect(args).toEqual({ q: value, raw_string: body });
      }),
    );
  });

  it("lets later sources win whatever the names are", () => {
    fc.assert(
      fc.property(anyObject, fc.array(fc.stringMatching(/^[a-z_]{1,12}$/)), (body, names) => {
        const query = queryOf([
          ["include_query", names.join()],
          ["include_header", names.slice(1).join()],
          ["raw", "true"],
          ...names.map((name): [string, string] => [name, "query"]),
        ]);
        fc.pre(argumentsText({ query }).ok);
        const headers = Object.fromEntries(names.map((name) => [name, "header"]));
        const text = JSON.stringify(body);
        const args = JSON.parse(valueIn(argumentsText({ body: text, query, headers })));
        const expected = new Map([
          ...Object.entries(JSON.parse(text)),
          ...names.map((name): [string, string] => [name, "query"]),
          ...names.slice(1).map((name): [string, string] => [name, "header"]),
        ]);
        expected.delete("token");
        expected.delete("raw_base64");
        expected.set("raw_string", text);
        expect(new Map(Object.entries(args))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it("never throws, and whatever it accepts is an object that PostgreSQL can keep", () => {
    const before = Object.getOwnPropertyNames(Object.prototype).join();
    fc.assert(
      fc.property(
        fc.record({
          method: fc.constantFrom("GET", "POST", "get", ""),
          query: fc.oneof(
            anyText,
            fc
              .array(fc.tuple(fc.oneof(unicodeText, fc.constantFrom(...QUERY_NAMES)), unicodeText))
              .map(queryOf),
          ),
          headers: fc
            .tuple(
              fc.dictionary(fc.oneof(anyName, fc.constantFrom("ce-id", "ce-")), anyText),
              fc.constantFrom(...CONTENT_TYPES),
            )
            .map(([headers, type]) => ({ ...headers, "content-type": type })),
          body: fc.oneof(fc.uint8Array(), jsonText(anyJson), anyText, multipartText),
          instanceHeaders: fc.array(anyText),
        }),
        (call) => {
          const args = argumentsText(call);
          if (args.ok) {
            expect(args.value.isWellFormed()).toBe(true);
            expect(args.value).not.toContain("\u0000");
            expect(args.value).toMatch(/^\{/);
            JSON.parse(args.value);
          } else {
            expect(args.error.detail).toMatch(/^.+\.$/);
          }
        },
      ),
      { numRuns: 2_000 },
    );
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(before);
  });

  it("counts the depth of any mix of arrays and objects", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 130 }), (levels) => {
        const open = levels.map((isArray) => (isArray ? "[" : '{"[{\\"":')).join("");
        const close = levels
          .toReversed()
          .map((isArray) => (isArray ? "]" : "}"))
          .join("");
        expect(argumentsText({ body: `${open}"]}"${close}` }).ok).toBe(levels.length <= 100);
      }),
    );
  });
});

const QUERY_NAMES = [
  "payload",
  "include_query",
  "include_header",
  "raw",
  "wrap_body",
  "error_status",
  "scheduled_for",
  "timeout",
];

const multipartText = fc
  .array(
    fc.constantFrom(
      "--x",
      "--",
      "\r\n",
      "\r\n--x\r\n",
      "\r\n--x--",
      "\r\n\r\n",
      'Content-Disposition: form-data; name="a"',
      '; filename="b"',
      "é",
      "a",
      " ",
    ),
    { maxLength: 30 },
  )
  .map((pieces) => pieces.join(""));
