import { describe, expect, it } from "vitest";
import { btoa, type Call, toBytes, valueIn } from "../test/requests.ts";
import { parseRunQuery, toEvent } from "./index.ts";

function eventOf({ method = "POST", query = "", headers = {}, body = "" }: Call): unknown {
  const request = {
    method,
    headers: new Map(Object.entries(headers)),
    body: typeof body === "string" ? toBytes(body) : body,
  };
  const settings = valueIn(parseRunQuery(query));
  return JSON.parse(valueIn(toEvent(request, settings, { path: "/hook", query })));
}

const JSON_TYPE = { "content-type": "application/json" };

describe("toEvent", () => {
  it("X9 gives the whole request: kind, body, raw_string, headers, query, method and path", () => {
    const body = '{"a":1}';
    expect(eventOf({ query: "?x=1&y=2&y=3", headers: JSON_TYPE, body })).toEqual({
      kind: "webhook",
      method: "POST",
      path: "/hook",
      query: { x: "1", y: ["2", "3"] },
      headers: JSON_TYPE,
      body: { a: 1 },
      raw_string: body,
    });
  });

  it("gives a body that is no object as it is", () => {
    expect(eventOf({ headers: JSON_TYPE, body: "[1]" })).toMatchObject({ body: [1] });
  });

  it("gives the raw body alone where the content type says nothing of it", () => {
    const text = { headers: { "content-type": "text/plain" }, body: "hi" };
    expect(eventOf(text)).toMatchObject({ body: null, raw_string: "hi" });
    const image = { headers: { "content-type": "image/png" }, body: new Uint8Array([0xff]) };
    expect(eventOf(image)).toMatchObject({ body: null, raw_base64: "/w==" });
  });

  it("gives the payload of a GET", () => {
    const query = `payload=${encodeURIComponent(btoa('{"a":2}'))}`;
    expect(eventOf({ method: "GET", query })).toMatchObject({ body: { a: 2 }, method: "GET" });
  });

  it("X4 gives no credentials of the caller's", () => {
    const headers = {
      authorization: "Bearer secret",
      "proxy-authorization": "Basic secret",
      cookie: "session=secret",
      "x-sign": "1",
    };
    const event = eventOf({ headers, query: "token=secret&x=1" });
    expect(JSON.stringify(event)).not.toContain("secret");
    expect(event).toMatchObject({ headers: { "x-sign": "1" }, query: { x: "1" } });
  });

  it("refuses a body that is broken", () => {
    const request = { method: "POST", headers: new Map(), body: toBytes("{") };
    const event = toEvent(request, valueIn(parseRunQuery("")), { path: "/", query: "" });
    expect(event).toMatchObject({ ok: false, error: { code: "invalid-body" } });
  });
});
