import { OperateError, toProblem } from "@getoperate/contract";
import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

describe("REST and tRPC over one contract", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance({ environment: { OPERATE_BODY_LIMIT: String(1024 * 1024) } });
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const trpc = (procedure: string, input: object) =>
    instance.request(
      "GET",
      `//trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`,
    );

  it("reads false in a query as false", async () => {
    await instance.deploy("f/q/alive", "export function main() {}");
    const alive = await instance.request("GET", "/scripts?archived=false");
    expect(alive.text).toContain("f/q/alive");
    const archived = await instance.request("GET", "/scripts?archived=true");
    expect(archived.text).not.toContain("f/q/alive");
    expect((await instance.request("GET", "/scripts?archived=yes")).status).toBe(400);
  });

  it("stays as strict over tRPC after REST calls with strings", async () => {
    const lax = { workspace: "main", limit: "5" };
    expect((await trpc("scripts.list", lax)).status).toBe(400);
    expect((await instance.request("GET", "/scripts?limit=5")).status).toBe(200);
    expect((await trpc("scripts.list", lax)).status).toBe(400);
  });

  it("decodes a path once", async () => {
    const encoded = await instance.request("GET", "/scripts/p/f%2Fq%2Falive");
    expect(Object(encoded.json()).path).toBe("f/q/alive");
    expect((await instance.request("GET", "/scripts/p/f%252Fq%252Falive")).status).toBe(400);
    expect((await instance.request("GET", "/scripts/p/%zz")).status).toBe(400);
  });

  it.each([
    ["an array", "[1,2]"],
    ["null", "null"],
    ["broken JSON", "{"],
    ["no UTF-8", Buffer.from([0x7b, 0xff, 0x7d])],
  ])("refuses %s where an object is wanted", async (_what, body) => {
    const headers = { "content-type": "application/json" };
    const answer = await instance.request("POST", "/tokens", { body, headers });
    expect([answer.status, Object(answer.json()).code]).toEqual([400, "invalid-body"]);
  });

  it("names every fault of an input by a JSON Pointer", async () => {
    const answer = await instance.request("POST", "/scripts", {
      body: { path: "nowhere", content: 4 },
    });
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.json()).toMatchObject({
      type: "/docs/errors#invalid-input",
      status: 400,
      code: "invalid-input",
      errors: [
        { pointer: "/path", detail: expect.any(String) },
        { pointer: "/content", detail: expect.any(String) },
      ],
    });
  });

  it.each(["/scripts", "/jobs/run_wait_result/p/f/q/alive"])(
    "refuses a body one byte over the limit at %s, sized or chunked",
    async (path) => {
      const over = Buffer.alloc(1024 * 1024 + 1, 32);
      const headers = { "content-type": "application/json" };
      const sized = await instance.request("POST", path, { body: over, headers });
      expect([sized.status, Object(sized.json()).code]).toEqual([413, "too-large"]);
      const chunked = await fetch(`${instance.url}/api/w/main${path}`, {
        method: "POST",
        headers: { ...headers, authorization: `Bearer ${instance.token}` },
        duplex: "half",
        body: ReadableStream.from([over.subarray(0, 1000), over.subarray(1000)]),
      } as RequestInit);
      expect(chunked.status).toBe(413);
    },
  );

  it("answers 404 for unknown addresses with every method", async () => {
    for (const method of ["GET", "HEAD", "POST", "PUT", "DELETE"]) {
      expect((await instance.request(method, "/nothing/here")).status).toBe(404);
    }
  });

  it("answers 405 with the methods that an address has", async () => {
    const answer = await instance.request("PUT", "/scripts");
    expect(answer.status).toBe(405);
    expect(answer.headers.get("allow")).toBe("GET, POST");
  });

  it("takes a harmless request id over, makes one otherwise, and puts it into errors", async () => {
    const given = await instance.request("GET", "/nothing", {
      headers: { "x-request-id": "abc-1.2" },
    });
    expect(given.headers.get("x-request-id")).toBe("abc-1.2");
    expect(Object(given.json()).instance).toBe("abc-1.2");
    const odd = await instance.request("GET", "/nothing", { headers: { "x-request-id": 'a"b' } });
    expect(odd.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("gives tRPC errors the same code", async () => {
    const answer = await trpc("scripts.getByPath", { workspace: "main", path: "f/no/where" });
    expect(answer.status).toBe(404);
    expect(answer.json()).toMatchObject({
      error: { data: { code: "not-found", httpStatus: 404 } },
    });
  });

  it("tells a bug to the log and not to the caller", async () => {
    await using broken = await testInstance();
    await broken.deploy("f/q/x", "export function main() {}");
    const pg = await import("pg");
    const client = new pg.default.Client(broken.connectionString);
    await client.connect();
    await client.query("alter table script_versions rename column summary to canary");
    await client.end();
    const rest = await broken.request("GET", "/scripts/p/f/q/x");
    const input = encodeURIComponent(JSON.stringify({ workspace: "main", path: "f/q/x" }));
    const overTrpc = await broken.request("GET", `//trpc/scripts.getByPath?input=${input}`);
    for (const answer of [rest, overTrpc]) {
      expect(answer.status).toBe(500);
      expect(answer.text).not.toMatch(/summary|column|stack|\.ts/);
    }
    expect(broken.logged.join("\n")).toContain("summary");
  });

  it("shapes every error as RFC 9457 wants it", () => {
    expect(toProblem(new OperateError("queue-full", "Wait."), "r1")).toEqual({
      type: "/docs/errors#queue-full",
      title: "Too many jobs are waiting",
      status: 429,
      detail: "Wait.",
      instance: "r1",
      code: "queue-full",
    });
  });
});
