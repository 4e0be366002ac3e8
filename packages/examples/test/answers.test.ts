import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CallExample, type ExampleServer, exampleServer } from "./example-server.ts";

let server: ExampleServer;
beforeAll(async () => {
  server = await exampleServer();
});
afterAll(() => server[Symbol.asyncDispose]());

describe("report_csv", () => {
  let call: CallExample;
  beforeAll(async () => {
    call = await server.deploy("report_csv");
  });

  it("answers with a file to save", async () => {
    const answer = await call({ method: "GET" });
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toBe('attachment; filename="report.csv"');
    expect(answer.text).toBe('"city","people"\r\n"Oslo",709037\r\n"Bergen",291940\r\n');
  });

  it("quotes what would end a cell or a row, and leaves a missing value empty", async () => {
    const rows = [{ name: 'Ada "the first", L.', note: "a\nb" }, { name: "Ünal" }];
    const answer = await call({ body: { rows } });
    expect(answer.text).toBe('"name","note"\r\n"Ada ""the first"", L.","a\nb"\r\n"Ünal",""\r\n');
  });
});

describe("html_page", () => {
  let call: CallExample;
  beforeAll(async () => {
    call = await server.deploy("html_page");
  });

  it("answers a browser with a page that can do nothing in the console's name", async () => {
    const answer = await call({ method: "GET" });
    expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(answer.headers.get("content-security-policy")).toBe("sandbox");
    expect(answer.text).toMatch(/^<!doctype html>[\s\S]*<h1>Hello, stranger\.<\/h1>/);
  });

  it("shows a name as text, whatever letters it has", async () => {
    const name = `<img src=x onerror='a()'> & "Ada"`;
    const query = `include_query=name&name=${encodeURIComponent(name)}`;
    const answer = await call({ method: "GET", query });
    expect(answer.text).toContain(
      "<h1>Hello, &#60;img src=x onerror=&#39;a()&#39;&#62; &#38; &#34;Ada&#34;.</h1>",
    );
  });
});

describe("short_link", () => {
  let call: CallExample;
  beforeAll(async () => {
    call = await server.deploy("short_link");
  });
  const follow = (name: string) =>
    call({ method: "GET", query: `include_query=name&name=${name}` });

  it("sends a browser on, with nothing to read", async () => {
    const answer = await follow("docs");
    expect([answer.status, answer.headers.get("location"), answer.text]).toEqual([
      302,
      "/docs",
      "",
    ]);
  });

  it("answers 404 for a name it doesn't know, also for one that every object has", async () => {
    for (const name of ["elsewhere", "constructor", ""]) {
      const answer = await follow(name);
      expect([answer.status, answer.headers.get("location")]).toEqual([404, null]);
    }
  });
});

describe("cloud_event", () => {
  let call: CallExample;
  beforeAll(async () => {
    call = await server.deploy("cloud_event");
  });
  const event = {
    specversion: "1.0",
    id: "A234-1234-1234",
    source: "/mycontext",
    type: "com.example.someevent",
  };
  const accepted = { id: event.id, source: event.source, type: event.type };

  it("takes a structured event", async () => {
    const answer = await call({
      query: "wrap_body=true",
      headers: { "content-type": "application/cloudevents+json; charset=utf-8" },
      body: JSON.stringify({ ...event, datacontenttype: "application/json", data: { n: 1 } }),
    });
    expect([answer.status, answer.json()]).toEqual([202, { ...accepted, data: { n: 1 } }]);
  });

  it("takes a binary event", async () => {
    const attributes = Object.entries(event).map(([name, value]) => [`ce-${name}`, value]);
    const answer = await call({
      query: "wrap_body=true",
      headers: { "content-type": "application/json", ...Object.fromEntries(attributes) },
      body: '{"n": 1}',
    });
    expect([answer.status, answer.json()]).toEqual([202, { ...accepted, data: { n: 1 } }]);
  });

  it("refuses what is no event with 400", async () => {
    expect((await call({ body: { n: 1 } })).status).toBe(400);
  });
});

describe("the simple examples", () => {
  it("hello greets with and without arguments", async () => {
    const hello = await server.deploy("hello");
    const answer = await hello({ body: { name: "Ada", excited: true } });
    expect(answer.json()).toEqual({ greeting: "Hello, Ada!" });
    expect((await hello()).json()).toEqual({ greeting: "Hello, world." });
  });

  it("word_count counts words, in Python", async () => {
    const count = await server.deploy("word_count");
    expect((await count({ body: { text: "Ä b ä, c! b b", most: 2 } })).json()).toEqual([
      { word: "b", count: 3 },
      { word: "ä", count: 2 },
    ]);
  });

  it("add adds", async () => {
    const add = await server.deploy("add");
    expect((await add({ body: { a: 1, b: 2 } })).text).toBe("3");
  });

  it("create_order answers 201, or 422 for an order of nothing", async () => {
    const createOrder = await server.deploy("create_order");
    const items = [
      { sku: "a-1", quantity: 2 },
      { sku: "b-2", quantity: 3 },
    ];
    const made = await createOrder({ body: { items } });
    expect([made.status, made.json()]).toEqual([201, { pieces: 5 }]);
    expect((await createOrder({ body: { items: [] } })).status).toBe(422);
  });
});
