import { describe, expect, it } from "vitest";
import { argumentsOf, failureOf } from "../../test/requests.ts";
import { ACCEPTED_CONTENT_TYPES } from "./body.ts";

const typed = (type: string, body: string | Uint8Array = "") => ({
  headers: { "content-type": type },
  body,
});

describe("readBody", () => {
  it("X5 reads every accepted content type into arguments", () => {
    for (const type of [
      "application/json",
      "Application/JSON; charset=utf-8",
      "application/vnd.api+json",
      " application/json ;charset",
      "",
    ]) {
      expect(argumentsOf(typed(type, '{"a":1}'))).toEqual({ a: 1 });
    }
    expect(argumentsOf(typed("application/x-www-form-urlencoded", "a=1&b=2&b=3"))).toEqual({
      a: "1",
      b: ["2", "3"],
    });
    const part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n';
    expect(argumentsOf(typed("multipart/form-data; boundary=x", part))).toEqual({ a: "1" });
    for (const type of ["text/plain", "text/csv;header=present", "application/xml"]) {
      expect(argumentsOf(typed(type, "<a/>"))).toEqual({ raw_string: "<a/>" });
    }
    const event = '{"specversion":"1.0","id":"1","source":"s","type":"t","data":{"a":1}}';
    expect(argumentsOf(typed("application/cloudevents+json", event))).toMatchObject({ a: 1 });
    expect(argumentsOf(typed("application/cloudevents-batch+json", `[${event}]`))).toMatchObject({
      body: [{ a: 1 }],
    });
  });

  it("takes an empty JSON body for no arguments", () => {
    expect(argumentsOf(typed("application/json"))).toEqual({});
    expect(argumentsOf({ body: "" })).toEqual({});
    expect(argumentsOf({ body: "", query: "wrap_body=true" })).toEqual({ body: {} });
  });

  it("takes text that is not UTF-8 in base64", () => {
    expect(argumentsOf(typed("text/plain", new Uint8Array([0xe9])))).toEqual({
      raw_base64: "6Q==",
    });
  });

  it("lists what is accepted when it refuses a content type", () => {
    for (const type of ["image/png", "application/octet-stream", "multipart/mixed", "json"]) {
      const { code, detail } = failureOf(typed(type, "{}"));
      expect(code).toBe("unsupported-media-type");
      expect(detail).toContain(JSON.stringify(type));
      for (const accepted of ACCEPTED_CONTENT_TYPES) {
        expect(detail).toContain(accepted);
      }
    }
  });

  it("shortens a long content type in its answer", () => {
    expect(failureOf(typed("x".repeat(10_000))).detail.length).toBeLessThan(500);
  });
});
