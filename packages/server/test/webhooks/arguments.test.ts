import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// Answers with all the arguments it can be given here.
const NAMES =
  "a, b, body, x_sign, foo, x_instance, raw_string, raw_base64, file, WEBHOOK__METADATA__";
const ECHO = `export function main(${NAMES.replaceAll(/(\w+)/g, "$1?: unknown")}) {
  return { ${NAMES} };
}`;
const RUN = "/jobs/run_wait_result/p/u/admin/echo";

describe("a request's arguments", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance({
      environment: { INCLUDE_HEADERS: "X-Instance", OPERATE_BODY_LIMIT: String(64 * 1024) },
    });
    await instance.deploy("u/admin/echo", ECHO);
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const run = async (
    query: string,
    body: string | Uint8Array,
    headers: Record<string, string> = {},
  ) => {
    // The platform's fetch calls a string text/plain unless told otherwise.
    const type = typeof body === "string" ? { "content-type": "application/json" } : {};
    const options = { body, headers: { ...type, ...headers } };
    return (await instance.request("POST", RUN + query, options)).json();
  };

  it("W13 takes the headers that the request names, and those of the instance", async () => {
    const headers = { "x-sign": "s1", FOO: "f1", "x-instance": "i1", other: "o1" };
    const args = await run("?include_header=X-Sign,foo,absent", "{}", headers);
    expect(args).toEqual({ x_sign: "s1", foo: "f1", x_instance: "i1" });
    expect(await run("", "{}", headers)).toEqual({ x_instance: "i1" });
  });

  it("W15 adds the body exactly as it was sent", async () => {
    const sent = '{ "a" : 1.0,\n"a":2 }';
    expect(await run("?raw=true", sent)).toEqual({ a: 2, raw_string: sent });
    const bytes = new Uint8Array([0x22, 0xff, 0x22]);
    expect(await run("", bytes, { "content-type": "text/plain" })).toEqual({
      raw_base64: Buffer.from(bytes).toString("base64"),
    });
  });

  it.each([
    ["no content type", "", '{"a":1}', { a: 1 }],
    ["JSON", "application/json; charset=utf-8", '{"a":1}', { a: 1 }],
    ["JSON of a kind", "application/vnd.api+json", '{"a":1}', { a: 1 }],
    ["an empty body", "application/json", "", {}],
    ["a form", "application/x-www-form-urlencoded", "a=1&b=2&b=3", { a: "1", b: ["2", "3"] }],
    ["text", "text/csv", "1;2", { raw_string: "1;2" }],
    ["XML", "application/xml", "<a/>", { raw_string: "<a/>" }],
  ])("X5 reads %s", async (_what, type, body, args) => {
    expect(await run("", Buffer.from(body), type === "" ? {} : { "content-type": type })).toEqual(
      args,
    );
  });

  it("X5 reads a multipart body with a file", async () => {
    const form = new FormData();
    form.append("a", "1");
    form.append("file", new File(["hi"], "hi.txt", { type: "text/plain" }));
    const request = new Request("http://localhost", { method: "POST", body: form });
    const headers = { "content-type": request.headers.get("content-type") ?? "" };
    expect(await run("", new Uint8Array(await request.arrayBuffer()), headers)).toEqual({
      a: "1",
      file: { filename: "hi.txt", type: "text/plain", size: 2, data: "aGk=" },
    });
  });

  it("X5 reads a CloudEvent in both modes", async () => {
    const attributes = { specversion: "1.0", id: "7", source: "/shop", type: "order" };
    const structured = JSON.stringify({ ...attributes, data: { a: 1 } });
    const expected = { a: 1, WEBHOOK__METADATA__: expect.objectContaining(attributes) };
    const type = { "content-type": "application/cloudevents+json" };
    expect(await run("", structured, type)).toEqual(expected);
    const names = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, value]);
    const binary = { ...Object.fromEntries(names), "content-type": "application/json" };
    expect(await run("", '{"a":1}', binary)).toEqual(expected);
  });

  it("X5 lists what it takes where it refuses a content type", async () => {
    const headers = { "content-type": "image/png" };
    const answer = await instance.request("POST", RUN, { body: "x", headers });
    expect([answer.status, Object(answer.json()).code]).toEqual([415, "unsupported-media-type"]);
    expect(Object(answer.json()).detail).toContain("application/json");
  });

  it("X6 lets headers win over the query, the query over the body, the raw body over all", async () => {
    const sent = '{"a":"body","foo":"body","raw_string":"body"}';
    const query = "?include_query=a,foo&a=query&foo=query&include_header=foo&raw=true";
    expect(await run(query, sent, { foo: "header" })).toEqual({
      a: "query",
      foo: "header",
      raw_string: sent,
    });
  });

  it.each([
    ["sized", (body: Buffer) => body],
    ["chunked", (body: Buffer) => ReadableStream.from([body.subarray(0, 9), body.subarray(9)])],
  ])(
    "X7 refuses a %s body one byte over the limit, takes one at it, and stores nothing",
    async (_how, send) => {
      const post = (length: number) =>
        fetch(`${instance.url}/api/w/main${RUN}`, {
          method: "POST",
          headers: { authorization: `Bearer ${instance.token}`, "content-type": "text/plain" },
          duplex: "half",
          body: send(Buffer.alloc(length, "x")),
        } as RequestInit);
      const jobs = async () =>
        Object((await instance.request("GET", "/jobs?limit=200")).json()).items.length;
      const before = await jobs();
      expect((await post(64 * 1024 + 1)).status).toBe(413);
      expect(await jobs()).toBe(before);
      expect((await post(64 * 1024)).status).toBe(200);
    },
  );

  it("X7 counts a compressed body by what it holds", async () => {
    const { gzipSync } = await import("node:zlib");
    const headers = { "content-type": "text/plain", "content-encoding": "gzip" };
    const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024));
    expect(bomb.length).toBeLessThan(64 * 1024);
    const refused = await instance.request("POST", RUN, { body: bomb, headers });
    expect([refused.status, Object(refused.json()).code]).toEqual([413, "too-large"]);
    expect(await run("", gzipSync("hi"), headers)).toEqual({ raw_string: "hi" });
  });
});
