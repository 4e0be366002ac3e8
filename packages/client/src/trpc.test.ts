import { describe, expect, it } from "vitest";
import {
  hangUp,
  json,
  type ScriptedServer,
  scriptedServer,
  silence,
  text,
} from "../test/support/scripted-server.ts";
import type { ConnectionOptions } from "./options.ts";
import { createTrpcClient } from "./trpc.ts";

const ID = "01980000-0000-7000-8000-000000000001";
const RUN = { workspace: "main", path: "u/admin/x", args: { n: 1 } };
const STARTED = json(200, { result: { data: { id: ID } } });

function clientOf(server: ScriptedServer, options: Partial<ConnectionOptions> = {}) {
  return createTrpcClient({ baseUrl: server.url, token: "gop_x", ...options });
}

function refusal(status: number, code: string, retryAfterSeconds: number | null = null) {
  const data = { code, httpStatus: status, path: "x", requestId: "r1", errors: null };
  return json(status, {
    error: { message: "No.", code: -32_600, data: { ...data, retryAfterSeconds } },
  });
}

function inputsOf(server: ScriptedServer): unknown[] {
  return server.seen.map(({ body }) => JSON.parse(body));
}

describe("createTrpcClient", () => {
  it("sends each call with the token", async () => {
    await using server = await scriptedServer(STARTED);
    expect(await clientOf(server).jobs.runByPath.mutate(RUN)).toEqual({ id: ID });
    expect(server.seen).toMatchObject([
      { method: "POST", url: "/trpc/jobs.runByPath", headers: { authorization: "Bearer gop_x" } },
    ]);
  });

  it("sends a run again under one key", async () => {
    await using server = await scriptedServer(hangUp, refusal(503, "unavailable", 0), STARTED);
    await clientOf(server).jobs.runByPath.mutate({ ...RUN, idempotency_key: undefined });
    const keyed = { ...RUN, idempotency_key: expect.stringMatching(/^[0-9a-f]{32}$/) };
    expect(inputsOf(server)).toEqual([keyed, keyed, keyed]);
    expect(new Set(server.seen.map(({ body }) => body)).size).toBe(1);
  });

  it("keeps the caller's key", async () => {
    await using server = await scriptedServer(STARTED);
    await clientOf(server).jobs.runByPath.mutate({ ...RUN, idempotency_key: "mine" });
    expect(inputsOf(server)).toEqual([{ ...RUN, idempotency_key: "mine" }]);
  });

  it("sends a query again", async () => {
    await using server = await scriptedServer(hangUp, json(200, { result: { data: { id: ID } } }));
    await clientOf(server).jobs.get.query({ workspace: "main", id: ID });
    expect(server.seen).toHaveLength(2);
  });

  it("does not repeat another change after a broken connection", async () => {
    await using server = await scriptedServer(hangUp);
    const created = clientOf(server).tokens.create.mutate({ workspace: "main" });
    await expect(created).rejects.toHaveProperty("name", "OperateConnectionError");
    expect(server.seen).toHaveLength(1);
  });

  it("waits as long as the server says", async () => {
    await using server = await scriptedServer(refusal(429, "queue-full", 1), STARTED);
    const startedAt = performance.now();
    await clientOf(server).jobs.runByPath.mutate(RUN);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990);
  });

  it("rejects with the server's refusal", async () => {
    await using server = await scriptedServer(refusal(404, "not-found"));
    const got = clientOf(server).jobs.get.query({ workspace: "main", id: ID });
    await expect(got).rejects.toMatchObject({
      name: "OperateApiError",
      code: "not-found",
      status: 404,
      message: "No.",
      requestId: "r1",
    });
  });

  it("rejects an answer that is none of tRPC's with its status", async () => {
    await using server = await scriptedServer(text(502, "<html>"));
    const got = clientOf(server, { retries: 0 }).jobs.get.query({ workspace: "main", id: ID });
    await expect(got).rejects.toMatchObject({ name: "OperateApiError", status: 502 });
  });

  it("rejects in time", async () => {
    await using server = await scriptedServer(silence);
    const run = clientOf(server, { timeoutMs: 300 }).jobs.runByPathAndWait.mutate(RUN);
    await expect(run).rejects.toMatchObject({ name: "OperateTimeoutError", timeoutMs: 300 });
  });

  it("stops with the caller's reason", async () => {
    await using server = await scriptedServer(silence);
    const signal = AbortSignal.timeout(200);
    const run = clientOf(server).jobs.runByPath.mutate(RUN, { signal });
    await expect(run).rejects.toHaveProperty("name", "TimeoutError");
  });
});
