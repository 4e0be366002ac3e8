import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const echo = "export function main(a?: unknown, b?: unknown, c?: unknown) { return { a, b, c }; }";
const answering = (value: number) => `export function main() { return ${value}; }`;

describe("webhook addresses", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance();
  });
  afterAll(() => instance[Symbol.asyncDispose]());
  const runSync = (target: string, method = "POST") =>
    instance.request(method, `/jobs/run_wait_result/${target}`);

  it("W2 always runs the newest deployed version of a path", async () => {
    await instance.deploy("u/admin/newest", answering(1));
    expect((await runSync("p/u/admin/newest")).text).toBe("1");
    await instance.deploy("u/admin/newest", answering(2));
    expect((await runSync("p/u/admin/newest")).text).toBe("2");
  });

  it("W2 names the same runnable by literal and by encoded slashes", async () => {
    await instance.deploy("f/team/sub/encoded", answering(7));
    expect((await runSync("p/f%2Fteam%2Fsub%2Fencoded")).text).toBe("7");
  });

  it("W3 runs exactly a version by its hash, after overwrites and archiving, without its path", async () => {
    const first = await instance.deploy("u/admin/secretive", answering(1));
    await instance.deploy("u/admin/secretive", answering(2));
    await instance.request("POST", "/scripts/archive/u/admin/secretive");
    const answer = await runSync(`h/${first}`);
    expect(answer.text).toBe("1");
    const started = await instance.request("POST", `/jobs/run/h/${first}`);
    expect(started.status).toBe(201);
    const shown = [answer, started].map(({ text, headers }) => text + JSON.stringify([...headers]));
    expect(shown.join("")).not.toContain("secretive");
    expect((await runSync("p/u/admin/secretive")).status).toBe(404);
  });

  it("W4 answers an async call with the bare uuid of a committed job, and where to find it", async () => {
    await instance.deploy("u/admin/async", answering(3));
    const answer = await instance.request("POST", "/jobs/run/p/u/admin/async");
    expect(answer.status).toBe(201);
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(answer.text).toMatch(UUID_V7);
    const location = answer.headers.get("location") ?? "";
    expect(location).toBe(`/api/w/main/jobs/${answer.text}`);
    expect((await instance.request("GET", `//${location.slice(1)}`)).status).toBe(200);
  });

  it("W4 answers with JSON to a caller that accepts it", async () => {
    await instance.deploy("u/admin/async", answering(3));
    const headers = { accept: "application/json" };
    const answer = await instance.request("POST", "/jobs/run/p/u/admin/async", { headers });
    expect(answer.json()).toEqual({ id: expect.stringMatching(UUID_V7) });
  });

  it("W5 answers a sync call with the return value, by its long and its short address", async () => {
    await instance.deploy("f/team/sync", "export async function main() { return [1, 'two']; }");
    expect((await runSync("p/f/team/sync")).json()).toEqual([1, "two"]);
    for (const short of ["f/team/sync", "f%2Fteam%2Fsync", "f%2fteam/sync"]) {
      expect((await runSync(short)).json()).toEqual([1, "two"]);
    }
  });

  it("W6 takes the arguments of a GET from payload, in both alphabets", async () => {
    await instance.deploy("u/admin/payload", echo);
    const encoded = Buffer.from(JSON.stringify({ a: "ÿÿÿ>>>???", b: 2 })).toString("base64");
    for (const payload of [encoded, encoded.replaceAll("+", "-").replaceAll("/", "_")]) {
      const answer = await runSync(
        `p/u/admin/payload?payload=${encodeURIComponent(payload.replaceAll("=", ""))}`,
        "GET",
      );
      expect(answer.json()).toEqual({ a: "ÿÿÿ>>>???", b: 2 });
    }
    expect((await runSync("p/u/admin/payload", "GET")).json()).toEqual({});
    const broken = await runSync("p/u/admin/payload?payload=%21%21", "GET");
    expect(broken.status).toBe(400);
    expect(broken.json()).toMatchObject({ code: "invalid-payload" });
  });

  it("W7 takes the named query values as strings, on GET and POST, sync and async", async () => {
    await instance.deploy("u/admin/query", echo);
    const query = "include_query=a,b,c,d&a=foo&b=bar&c=foobar";
    for (const method of ["GET", "POST"]) {
      const answer = await runSync(`p/u/admin/query?${query}`, method);
      expect(answer.json()).toEqual({ a: "foo", b: "bar", c: "foobar" });
    }
    const { text: id } = await instance.request("POST", `/jobs/run/p/u/admin/query?${query}`);
    const job = await instance.request("GET", `/jobs/${id}`);
    expect(job.json()).toMatchObject({ args: { a: "foo", b: "bar", c: "foobar" } });
  });

  it("X1 runs nothing for a HEAD", async () => {
    await instance.deploy("u/admin/headed", answering(1));
    expect((await runSync("p/u/admin/headed", "HEAD")).status).toBe(200);
    const { items } = Object((await instance.request("GET", "/jobs?path=u/admin/headed")).json());
    expect(items).toEqual([]);
  });

  it("X13 runs once for one Idempotency-Key, and refuses the key for another request", async () => {
    await instance.deploy(
      "u/admin/once",
      "export function main(a?: number) { return crypto.randomUUID() + a; }",
    );
    const headers = { "idempotency-key": "order-1" };
    const run = (body: object) =>
      instance.request("POST", "/jobs/run_wait_result/p/u/admin/once", { headers, body });
    const first = await run({ a: 1 });
    const second = await run({ a: 1 });
    expect(second.text).toBe(first.text);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    const other = await run({ a: 2 });
    expect(other.status).toBe(422);
    expect(other.json()).toMatchObject({ code: "idempotency-mismatch" });
  });
});
