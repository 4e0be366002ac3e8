import { ADMIN_TOKEN, type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient, type OperateClient, unwrap } from "../src/index.ts";
import { createTrpcClient, type OperateTrpcClient } from "../src/trpc.ts";

const SCRIPTS = {
  double: "export function main(n: number) { return n * 2; }",
  shaped: `export function main() {
    return { getOperate_status_code: 404, getOperate_content_type: "text/csv", result: "a,b" };
  }`,
  unshapable: "export function main() { return { getOperate_status_code: 1000 }; }",
  broken: `export function main() {
    throw Object.assign(new RangeError("too far"), { by: 7 });
  }`,
  slow: `export async function main(seconds: number) {
    await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
    return "slow";
  }`,
};

const hashes = new Map<string, string>();
let instance: TestInstance;
let client: OperateClient;
let trpc: OperateTrpcClient;

beforeAll(async () => {
  instance = await testInstance();
  const connection = { baseUrl: instance.url, token: ADMIN_TOKEN };
  client = createClient({ ...connection, workspace: "main" });
  trpc = createTrpcClient(connection);
  for (const [name, content] of Object.entries(SCRIPTS)) {
    const answer = await client.rest.POST("/api/w/{workspace}/scripts", {
      body: { path: `u/admin/${name}`, content },
    });
    hashes.set(name, unwrap(answer).hash);
  }
});

afterAll(() => instance[Symbol.asyncDispose]());

describe("createClient against a server", () => {
  it("runs the newest version of a path and a version by its hash", async () => {
    const hash = hashes.get("double") ?? "";
    expect(await client.runWaitResult("u/admin/double", { n: 21 })).toBe(42);
    expect(await client.runWaitResult({ hash }, { n: 4 })).toBe(8);
  });

  it("starts a job, gets it, and waits for its end", async () => {
    const id = await client.runAsync("u/admin/slow", { seconds: 1 });
    expect(["queued", "running"]).toContain((await client.getJob(id)).status);
    const job = await client.waitForJob(id);
    expect(job).toMatchObject({ id, status: "success", result: "slow", args: { seconds: 1 } });
    expect(await client.waitForResult(id)).toBe("slow");
  });

  it("waits on after the server's own deadline", async () => {
    await using hasty = await testInstance({ environment: { OPERATE_SYNC_TIMEOUT: "1" } });
    await hasty.deploy("u/admin/slow", SCRIPTS.slow);
    const patient = createClient({ baseUrl: hasty.url, workspace: "main", token: ADMIN_TOKEN });
    expect(await patient.runWaitResult("u/admin/slow", { seconds: 3 })).toBe("slow");
    const page = unwrap(await patient.rest.GET("/api/w/{workspace}/jobs"));
    expect(page.items).toHaveLength(1);
  });

  it("runs once for one idempotency key", async () => {
    const options = { idempotencyKey: "order-7" };
    const first = await client.runAsync("u/admin/double", { n: 1 }, options);
    expect(await client.runAsync("u/admin/double", { n: 1 }, options)).toBe(first);
    const other = client.runAsync("u/admin/double", { n: 2 }, options);
    await expect(other).rejects.toMatchObject({ code: "idempotency-mismatch", status: 422 });
  });

  it("takes what a script shaped for its result", async () => {
    expect(await client.runWaitResult("u/admin/shaped")).toBe("a,b");
  });

  it("rejects with what a script threw", async () => {
    const failed = client.runWaitResult("u/admin/broken");
    await expect(failed).rejects.toMatchObject({
      name: "JobFailedError",
      message: "too far",
      status: "failure",
      scriptError: { name: "RangeError", by: 7 },
    });
    const { jobId } = Object(await failed.catch((error: unknown) => error));
    expect(await client.waitForJob(jobId)).toMatchObject({ id: jobId, status: "failure" });
  });

  it("rejects with a canceled job's end", async () => {
    const id = await client.runAsync("u/admin/slow", { seconds: 60 });
    await client.rest.POST("/api/w/{workspace}/jobs/{id}/cancel", {
      params: { path: { id } },
      body: { reason: "enough" },
    });
    await expect(client.waitForResult(id)).rejects.toMatchObject({ status: "canceled" });
  });

  it("rejects a result that does not fit into HTTP, which the job still has", async () => {
    const refused = client.runWaitResult("u/admin/unshapable");
    await expect(refused).rejects.toMatchObject({ code: "invalid-status-code" });
  });

  it("rejects in time with the id of a job that goes on", async () => {
    const run = client.runWaitResult("u/admin/slow", { seconds: 3 }, { timeoutMs: 1500 });
    const { jobId } = Object(await run.catch((error: unknown) => error));
    await expect(run).rejects.toHaveProperty("name", "OperateTimeoutError");
    expect(await client.waitForResult(jobId)).toBe("slow");
  });

  it.each([
    { what: "a script that is not there", code: "not-found", status: 404, path: "u/admin/no" },
    { what: "a path that is none", code: "invalid-input", status: 400, path: "nowhere" },
  ])("rejects $what", async ({ path, code, status }) => {
    for (const run of [client.runAsync, client.runWaitResult]) {
      await expect(run(path)).rejects.toMatchObject({ name: "OperateApiError", code, status });
    }
  });

  it("rejects a token that is none, with the request's id", async () => {
    const options = { baseUrl: instance.url, workspace: "main", token: "gop_u_none" };
    const refused = createClient(options).runWaitResult("u/admin/double");
    await expect(refused).rejects.toMatchObject({
      code: "unauthenticated",
      status: 401,
      requestId: expect.stringMatching(/./),
    });
  });

  it("gives the refusals of rest as the document types them", async () => {
    const { error } = await client.rest.GET("/api/w/{workspace}/scripts/p/{path}", {
      params: { path: { path: "u/admin/no" } },
    });
    expect(error?.code).toBe("not-found");
  });
});

describe("createTrpcClient against a server", () => {
  it("runs, gets and waits", async () => {
    const run = { workspace: "main", path: "u/admin/double", args: { n: 5 } };
    const { id } = await trpc.jobs.runByPath.mutate(run);
    const ended = await trpc.jobs.result.query({ workspace: "main", id, wait: 10 });
    expect(ended).toEqual({ id, status: "success", result: 10 });
    const got = await trpc.jobs.get.query({ workspace: "main", id });
    expect(got).toMatchObject({ trigger: "trpc", args: { n: 5 } });
  });

  it("runs a hash and waits for its result", async () => {
    const hash = hashes.get("double") ?? "";
    const run = { workspace: "main", hash, args: { n: 6 } };
    const { status, result } = await trpc.jobs.runByHashAndWait.mutate(run);
    expect({ status, result }).toEqual({ status: "success", result: 12 });
  });

  it("runs once for one idempotency key", async () => {
    const run = { workspace: "main", path: "u/admin/double", idempotency_key: "trpc-7" };
    const first = await trpc.jobs.runByPath.mutate(run);
    expect(await trpc.jobs.runByPath.mutate(run)).toEqual(first);
  });

  it("rejects with the same errors as REST", async () => {
    const missing = trpc.jobs.runByPath.mutate({ workspace: "main", path: "u/admin/no" });
    await expect(missing).rejects.toMatchObject({ name: "OperateApiError", code: "not-found" });
    const faulty = trpc.jobs.get.query({ workspace: "main", id: "no uuid" });
    await expect(faulty).rejects.toMatchObject({
      code: "invalid-input",
      status: 400,
      errors: [{ pointer: "/id", detail: expect.any(String) }],
    });
  });
});
