import { afterEach, describe, expect, it, vi } from "vitest";
import {
  type Answer,
  hangUp,
  json,
  type ScriptedServer,
  scriptedServer,
  silence,
  text,
} from "../test/support/scripted-server.ts";
import { type ClientOptions, createClient, type OperateClient } from "./create-client.ts";
import { OperateApiError, OperateTimeoutError } from "./errors.ts";

const ID = "01980000-0000-7000-8000-000000000001";
const PENDING = json(202, { id: ID, status: "running" }, { "X-Job-Id": ID });

function ended(result: unknown, status = "success"): Answer {
  return json(200, result, { "X-Job-Id": ID, "X-Job-Status": status });
}

function clientOf(server: ScriptedServer, options: Partial<ClientOptions> = {}): OperateClient {
  return createClient({ baseUrl: `${server.url}/`, workspace: "main", token: "gop_x", ...options });
}

afterEach(() => {
  vi.useRealTimers();
});

describe("createClient", () => {
  it("sends the token", async () => {
    await using server = await scriptedServer(text(201, ID));
    await clientOf(server).runAsync("u/admin/x");
    expect(server.seen[0]?.headers.authorization).toBe("Bearer gop_x");
  });

  it("sends through the fetch that it was given", async () => {
    await using server = await scriptedServer(text(201, ID));
    const urls: string[] = [];
    const client = clientOf(server, {
      fetch: (request) => {
        urls.push(request.url);
        return fetch(request);
      },
    });
    await client.runAsync("u/admin/x");
    expect(urls).toEqual([`${server.url}/api/w/main/jobs/run/p/u/admin/x`]);
  });
});

describe("runAsync", () => {
  it("starts a run of a path and one of a hash", async () => {
    await using server = await scriptedServer(text(201, ID));
    const client = clientOf(server);
    expect(await client.runAsync("u/admin/x", { n: 1 })).toBe(ID);
    expect(await client.runAsync({ hash: "00112233445566ff" })).toBe(ID);
    expect(server.seen).toMatchObject([
      { method: "POST", url: "/api/w/main/jobs/run/p/u/admin/x", body: '{"n":1}' },
      { method: "POST", url: "/api/w/main/jobs/run/h/00112233445566ff", body: "{}" },
    ]);
  });

  it("takes the caller's idempotency key", async () => {
    await using server = await scriptedServer(text(201, ID));
    await clientOf(server).runAsync("u/admin/x", {}, { idempotencyKey: "order-7" });
    expect(server.seen[0]?.headers["idempotency-key"]).toBe("order-7");
  });

  it("rejects with the server's refusal", async () => {
    await using server = await scriptedServer(json(403, { code: "forbidden", detail: "No." }));
    const started = clientOf(server).runAsync("u/admin/x");
    await expect(started).rejects.toThrow(OperateApiError);
    await expect(started).rejects.toMatchObject({ code: "forbidden", status: 403, detail: "No." });
  });

  it("rejects the answer of something that is no getOperate", async () => {
    await using server = await scriptedServer(text(200, "<html>"));
    await expect(clientOf(server).runAsync("u/admin/x")).rejects.toMatchObject({ code: "unknown" });
  });
});

describe("runWaitResult", () => {
  it("resolves to what the script returned", async () => {
    await using server = await scriptedServer(ended({ n: 42 }));
    expect(await clientOf(server).runWaitResult("u/admin/x", { n: 21 })).toEqual({ n: 42 });
    expect(server.seen).toMatchObject([
      {
        url: "/api/w/main/jobs/run_wait_result/p/u/admin/x",
        body: '{"n":21}',
        headers: { prefer: "wait=30" },
      },
    ]);
  });

  it("goes on waiting for a job that takes longer than one request", async () => {
    await using server = await scriptedServer(PENDING, PENDING, ended("late"));
    expect(await clientOf(server).runWaitResult("u/admin/x")).toBe("late");
    const result = `/api/w/main/jobs/${ID}/result?wait=30`;
    expect(server.seen.slice(1)).toMatchObject([
      { method: "GET", url: result },
      { method: "GET", url: result },
    ]);
  });

  it("runs nothing twice when the connection breaks", async () => {
    await using server = await scriptedServer(hangUp, ended(1));
    await clientOf(server).runWaitResult("u/admin/x");
    const [first, second] = server.seen;
    expect(second?.headers["idempotency-key"]).toBe(first?.headers["idempotency-key"]);
  });

  it("does not press a server that does not wait", async () => {
    await using server = await scriptedServer(PENDING);
    const run = clientOf(server).runWaitResult("u/admin/x", {}, { timeoutMs: 2500 });
    await expect(run).rejects.toThrow(OperateTimeoutError);
    expect(server.seen.length).toBeLessThanOrEqual(4);
  });

  it("asks again under the same key when a connection turns out to be dead", async () => {
    vi.useFakeTimers();
    const sent: Request[] = [];
    const dead = (request: Request) =>
      new Promise<Response>((_resolve, reject) => {
        request.signal.addEventListener("abort", () => reject(request.signal.reason));
      });
    const client = createClient({
      baseUrl: "http://127.0.0.1",
      workspace: "main",
      token: "gop_x",
      fetch: async (request) => {
        sent.push(request);
        const headers = { "X-Job-Id": ID, "X-Job-Status": "success" };
        return sent.length === 1 ? dead(request) : Response.json(7, { headers });
      },
    });
    const run = client.runWaitResult("u/admin/x");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await run).toBe(7);
    const keys = sent.map(({ headers }) => headers.get("Idempotency-Key"));
    expect(keys).toEqual([keys[0], keys[0]]);
  });

  it("tells the job's id when the time is over", async () => {
    await using server = await scriptedServer(PENDING, silence);
    const run = clientOf(server).runWaitResult("u/admin/x", {}, { timeoutMs: 1500 });
    await expect(run).rejects.toThrow(OperateTimeoutError);
    await expect(run).rejects.toMatchObject({ timeoutMs: 1500, jobId: ID });
    expect(server.seen[0]?.headers["prefer"]).toBe("wait=1");
  });

  it("takes the client's time-out for the whole wait", async () => {
    await using server = await scriptedServer(silence);
    const run = clientOf(server, { timeoutMs: 300 }).runWaitResult("u/admin/x");
    await expect(run).rejects.toMatchObject({ name: "OperateTimeoutError", timeoutMs: 300 });
  });

  it("stops with the caller's reason", async () => {
    await using server = await scriptedServer(silence);
    const signal = AbortSignal.timeout(200);
    const run = clientOf(server).runWaitResult("u/admin/x", {}, { signal });
    await expect(run).rejects.toHaveProperty("name", "TimeoutError");
  });
});

describe("waitForJob", () => {
  it.each(["success", "failure", "canceled"])("resolves to a job with %s", async (status) => {
    const job = { id: ID, status, result: 1 };
    await using server = await scriptedServer(PENDING, ended({}, status), json(200, job));
    expect(await clientOf(server).waitForJob(ID)).toEqual(job);
    expect(server.seen.map(({ url }) => url)).toEqual([
      `/api/w/main/jobs/${ID}/result?wait=30`,
      `/api/w/main/jobs/${ID}/result?wait=30`,
      `/api/w/main/jobs/${ID}`,
    ]);
  });

  it("rejects for a job that is not there", async () => {
    await using server = await scriptedServer(json(404, { code: "not-found", detail: "No job." }));
    await expect(clientOf(server).waitForJob(ID)).rejects.toMatchObject({ code: "not-found" });
  });

  it("rejects in time", async () => {
    await using server = await scriptedServer(silence);
    const wait = clientOf(server).waitForJob(ID, { timeoutMs: 300 });
    await expect(wait).rejects.toMatchObject({ timeoutMs: 300, jobId: ID });
  });
});

describe("waitForResult", () => {
  it("resolves to the result and rejects with the script's error", async () => {
    await using server = await scriptedServer(
      ended([1]),
      ended({ error: { name: "RangeError", message: "far" } }, "failure"),
    );
    const client = clientOf(server);
    expect(await client.waitForResult(ID)).toEqual([1]);
    await expect(client.waitForResult(ID)).rejects.toMatchObject({
      name: "JobFailedError",
      scriptError: { name: "RangeError" },
    });
  });
});
