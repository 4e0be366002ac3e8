import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

describe("webhook arguments and results", () => {
  let instance: TestInstance;
  let counter = 0;
  beforeAll(async () => {
    instance = await testInstance();
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  /** Deploys a script of its own and calls it. */
  const run = async (content: string, body: unknown = {}, query = "", settings = {}) => {
    counter += 1;
    const path = `u/admin/script_${counter}`;
    await instance.deploy(path, content, settings);
    return instance.request("POST", `/jobs/run_wait_result/p/${path}${query}`, { body });
  };

  it("W12 binds the keys of a JSON object by name and ignores unknown ones", async () => {
    const answer = await run("export function main(a: number, b = 5) { return [a, b]; }", {
      unknown: 1,
      a: 2,
    });
    expect(answer.json()).toEqual([2, 5]);
  });

  it("W14 wraps a body that is no object, and an object where wrap_body asks for it", async () => {
    const script = "export function main(body: unknown) { return { got: body }; }";
    const headers = { "content-type": "application/json" };
    await instance.deploy("u/admin/wrapped", script);
    const call = (body: string, query = "") =>
      instance.request("POST", `/jobs/run_wait_result/p/u/admin/wrapped${query}`, {
        body,
        headers,
      });
    for (const value of [[1, 2], "text", 4, true, null]) {
      expect((await call(JSON.stringify(value))).json()).toEqual({ got: value });
    }
    expect((await call('{"a":1}', "?wrap_body=true")).json()).toEqual({ got: { a: 1 } });
  });

  it("W16 answers 200 with the return value as JSON, null for undefined", async () => {
    const answer = await run("export function main() { return { ok: 'ünï' }; }");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    expect(answer.headers.get("x-job-status")).toBe("success");
    expect(answer.json()).toEqual({ ok: "ünï" });
    expect((await run("export function main() {}")).text).toBe("null");
  });

  it("W17 answers 200 with the error of a script that throws", async () => {
    const thrown = await run(`
      class OutOfStock extends Error { name = "OutOfStock"; sku = "a-1"; }
      export function main() { throw new OutOfStock("none left"); }`);
    expect(thrown.status).toBe(200);
    expect(thrown.headers.get("x-job-status")).toBe("failure");
    expect(thrown.json()).toMatchObject({
      error: { name: "OutOfStock", message: "none left", sku: "a-1" },
    });
    const odd = await run("export function main() { throw 'just text'; }");
    expect(odd.json()).toMatchObject({ error: { name: "Error", message: "just text" } });
  });

  it("W17 answers a failure with the status that query or script ask for", async () => {
    const failing = "export function main() { throw new Error('x'); }";
    expect((await run(failing, {}, "?error_status=418")).status).toBe(418);
    expect((await run(failing, {}, "", { error_status: 503 })).status).toBe(503);
    expect((await run(failing, {}, "?error_status=200")).status).toBe(400);
  });

  it("W18 answers with the status the result asks for, and refuses an invalid one", async () => {
    const created = await run(
      "export function main() { return { getOperate_status_code: 201, result: 'made' }; }",
    );
    expect([created.status, created.json()]).toEqual([201, "made"]);
    const invalid = await run("export function main() { return { getOperate_status_code: 99 }; }");
    expect(invalid.status).toBe(500);
    expect(invalid.headers.get("content-type")).toBe("application/problem+json");
    expect(invalid.json()).toMatchObject({ code: "invalid-status-code" });
    const id = invalid.headers.get("x-job-id");
    const job = await instance.request("GET", `/jobs/${id}`);
    expect(job.json()).toMatchObject({ status: "success", result: { getOperate_status_code: 99 } });
  });

  it("W19 answers with the content type the result asks for, a string as it is", async () => {
    const csv = await run(
      "export function main() { return { getOperate_content_type: 'text/csv', result: 'a,b' }; }",
    );
    expect([csv.headers.get("content-type"), csv.text]).toEqual(["text/csv", "a,b"]);
    const invalid = await run(
      "export function main() { return { getOperate_content_type: 'no type', result: 1 }; }",
    );
    expect(invalid.json()).toMatchObject({ status: 500, code: "invalid-content-type" });
  });
});
