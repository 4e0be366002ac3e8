import { describe, expect, it } from "vitest";
import { argumentsOf, argumentsText, failureOf, valueIn } from "../../test/requests.ts";

const STRUCTURED = { "content-type": "application/cloudevents+json; charset=utf-8" };
const BATCH = { "content-type": "application/cloudevents-batch+json" };
const ATTRIBUTES = { specversion: "1.0", id: "1", source: "/s", type: "t" };
const CE_HEADERS = { "ce-specversion": "1.0", "ce-id": "1", "ce-source": "/s", "ce-type": "t" };

const event = (more: object) => JSON.stringify({ ...ATTRIBUTES, ...more });

describe("structured CloudEvents", () => {
  it("gives the data as arguments and the rest as the envelope", () => {
    const body = event({ time: "2030-01-01T00:00:00Z", ext: 7, data: { a: 1 } });
    expect(argumentsOf({ headers: STRUCTURED, body })).toEqual({
      a: 1,
      WEBHOOK__METADATA__: { ...ATTRIBUTES, time: "2030-01-01T00:00:00Z", ext: 7 },
    });
  });

  it("wraps data that is not an object, and bytes as the base64 that was sent", () => {
    for (const data of ["text", [1], null]) {
      expect(argumentsOf({ headers: STRUCTURED, body: event({ data }) })).toEqual({
        body: data,
        WEBHOOK__METADATA__: ATTRIBUTES,
      });
    }
    expect(argumentsOf({ headers: STRUCTURED, body: event({ data_base64: "AA==" }) })).toEqual({
      body: "AA==",
      WEBHOOK__METADATA__: ATTRIBUTES,
    });
    const body = event({ data: { a: 1 } });
    expect(argumentsOf({ headers: STRUCTURED, body, query: "wrap_body=true" })).toMatchObject({
      body: { a: 1 },
    });
  });

  it("gives the envelope alone without data", () => {
    expect(argumentsOf({ headers: STRUCTURED, body: event({}) })).toEqual({
      WEBHOOK__METADATA__: ATTRIBUTES,
    });
  });

  it("does not let data forge the envelope", () => {
    const body = event({ data: { WEBHOOK__METADATA__: "forged" } });
    expect(argumentsOf({ headers: STRUCTURED, body })).toEqual({ WEBHOOK__METADATA__: ATTRIBUTES });
  });

  it("keeps every digit of the data", () => {
    const body = event({ data: { a: 1 } }).replace('"a":1', '"a":12345678901234567890');
    expect(valueIn(argumentsText({ headers: STRUCTURED, body }))).toContain("12345678901234567890");
  });

  it("names the attributes that are missing or wrong", () => {
    const body = JSON.stringify({ specversion: 1, id: "", source: "s", data: {} });
    expect(failureOf({ headers: STRUCTURED, body })).toEqual({
      code: "invalid-body",
      detail: "A CloudEvent has specversion, id, source and type.",
      errors: ["/specversion", "/id", "/type"].map((pointer) => ({
        pointer,
        detail: "must be a string that is not empty",
      })),
    });
    expect(failureOf({ headers: STRUCTURED, body: "[]" }).errors).toEqual([
      { pointer: "", detail: "must be an object" },
    ]);
    expect(failureOf({ headers: STRUCTURED, body: "{" }).detail).toMatch(/not valid JSON/);
  });
});

describe("a batch of CloudEvents", () => {
  it("gives an array of the data and one of the envelopes", () => {
    const body = `[ ${event({ data: { a: 1 } })}, ${event({ id: "2" })} ]`;
    expect(argumentsOf({ headers: BATCH, body })).toEqual({
      body: [{ a: 1 }, null],
      WEBHOOK__METADATA__: [ATTRIBUTES, { ...ATTRIBUTES, id: "2" }],
    });
    expect(argumentsOf({ headers: BATCH, body: "[]" })).toEqual({
      body: [],
      WEBHOOK__METADATA__: [],
    });
  });

  it("names the event that cannot be read", () => {
    const errors = (body: string) => failureOf({ headers: BATCH, body }).errors;
    expect(errors(`[${event({})}, {"id":"1","source":"s","type":"t"}]`)).toEqual([
      { pointer: "/1/specversion", detail: "must be a string that is not empty" },
    ]);
    expect(errors("[1]")).toEqual([{ pointer: "/0", detail: "must be an object" }]);
    expect(failureOf({ headers: BATCH, body: event({}) }).detail).toMatch(/is a JSON array/);
  });
});

describe("binary CloudEvents", () => {
  it("gives the body as arguments and the headers as the envelope", () => {
    const headers = {
      ...CE_HEADERS,
      "content-type": "application/json",
      "ce-subject": "%C3%A9%20%22",
      "ce-Quoted": '"a \\"b\\""',
      "ce-broken": "100%",
      accept: "*/*",
    };
    expect(argumentsOf({ headers, body: '{"a":1}' })).toEqual({
      a: 1,
      WEBHOOK__METADATA__: {
        ...ATTRIBUTES,
        subject: 'é "',
        quoted: 'a "b"',
        broken: "100%",
        datacontenttype: "application/json",
      },
    });
  });

  it("takes data of any accepted type, and none", () => {
    const headers = { ...CE_HEADERS, "content-type": "text/plain" };
    expect(argumentsOf({ headers, body: "hi" })).toMatchObject({
      raw_string: "hi",
      WEBHOOK__METADATA__: { datacontenttype: "text/plain" },
    });
    expect(argumentsOf({ headers: CE_HEADERS })).toEqual({ WEBHOOK__METADATA__: ATTRIBUTES });
  });

  it("refuses an event without a required attribute or with a body that cannot be read", () => {
    expect(failureOf({ headers: { ...CE_HEADERS, "ce-id": "" } }).errors).toEqual([
      { pointer: "/id", detail: "must be a string that is not empty" },
    ]);
    expect(failureOf({ headers: CE_HEADERS, body: "{" }).detail).toMatch(/not valid JSON/);
  });

  it("takes the headers for others without ce-specversion", () => {
    expect(argumentsOf({ headers: { "ce-id": "1" } })).toEqual({});
  });
});
