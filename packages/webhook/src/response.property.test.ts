import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyJson, anyText, jsonText } from "../test/arbitraries.ts";
import { Response } from "../test/requests.ts";
import { toResponse } from "./response.ts";

const PREFIX = fc.constantFrom("getOperate_", "windmill_", "wm_");

const headerName = fc.oneof(
  anyText,
  fc.stringMatching(/^[A-Za-z-]{1,20}$/),
  fc.constantFrom("Set-Cookie", "Content-Type", "content-length", "Location", "X-Accel-Redirect"),
);

/** Objects that mean to shape a response, with good values and bad ones. */
const shapingObject = fc
  .record(
    {
      status_code: fc.oneof(fc.integer({ min: 190, max: 610 }), anyJson),
      content_type: fc.oneof(fc.constantFrom("text/html", "a/b; c=d", "application/json"), anyText),
      headers: fc.oneof(fc.dictionary(headerName, fc.oneof(anyText, fc.string())), anyJson),
      content_transfer_encoding: fc.oneof(fc.constant("base64"), anyText),
      result: fc.oneof(fc.base64String(), anyJson),
      other: anyJson,
    },
    { requiredKeys: [] },
  )
  .chain((object) =>
    PREFIX.map((prefix) =>
      Object.fromEntries(
        Object.entries(object).map(([name, value]) => [
          name === "result" || name === "other" ? name : `${prefix}${name}`,
          value,
        ]),
      ),
    ),
  );

const FORBIDDEN = /^(set-cookie|content-length|transfer-encoding|connection|x-accel-.*)$/i;

describe("toResponse", () => {
  it("never throws, and HTTP can carry whatever it answers", () => {
    fc.assert(
      fc.property(jsonText(fc.oneof(shapingObject, anyJson)), (result) => {
        const outcome = toResponse({ status: "success", result });
        if (outcome.ok) {
          const { status, headers, body } = outcome.value;
          const names = headers.map(([name]) => name.toLowerCase());
          expect(new Set(names).size).toBe(names.length);
          expect(names).toContain("x-content-type-options");
          expect(headers.flat().join("")).not.toMatch(/[\r\n\0]/);
          expect(names.filter((name) => FORBIDDEN.test(name))).toEqual([]);
          // The platform refuses what HTTP does not allow.
          new Response(body, { status, headers: headers.map(([name, value]) => [name, value]) });
        } else {
          expect(outcome.error.code).toMatch(/^invalid-(status-code|content-type|header)$/);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it("sends any result without special keys exactly as it is", () => {
    fc.assert(
      fc.property(jsonText(anyJson), (result) => {
        fc.pre(!/getOperate_|windmill_|wm_/.test(result));
        expect(toResponse({ status: "success", result })).toMatchObject({
          ok: true,
          value: { status: 200, body: result },
        });
      }),
    );
  });

  it("sends any result beside a status", () => {
    fc.assert(
      fc.property(anyJson, fc.integer({ min: 206, max: 303 }), (result, status) => {
        const text = JSON.stringify({ result, getOperate_status_code: status });
        expect(toResponse({ status: "success", result: text })).toMatchObject({
          ok: true,
          value: { status, body: JSON.stringify(result) },
        });
      }),
    );
  });

  it("sends any text under a type that is not JSON without quotes", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const result = JSON.stringify({ wm_content_type: "text/plain", result: text });
        expect(toResponse({ status: "success", result })).toMatchObject({
          ok: true,
          value: { body: text },
        });
      }),
    );
  });

  it("sends any error of a failed job with any error status", () => {
    fc.assert(
      fc.property(jsonText(anyJson), fc.integer({ min: 400, max: 599 }), (result, errorStatus) => {
        expect(toResponse({ status: "failure", result }, { errorStatus })).toMatchObject({
          ok: true,
          value: { status: errorStatus, body: result },
        });
      }),
    );
  });
});
