import { describe, expect, it } from "vitest";
import {
  hangUp,
  hangUpHalfway,
  json,
  type ScriptedServer,
  scriptedServer,
  silence,
} from "../../test/support/scripted-server.ts";
import { OperateConnectionError, OperateTimeoutError } from "../errors.ts";
import { connectionFrom } from "../options.ts";
import { send } from "./send.ts";

const RUN = "/api/w/main/jobs/run/p/u/admin/x";
const UNAVAILABLE = json(503, {}, { "Retry-After": "0" });

function sendTo(
  server: ScriptedServer,
  path: string,
  init: RequestInit & { readonly timeoutMs?: number; readonly retries?: number } = {},
): Promise<Response> {
  const { timeoutMs, retries, ...requestInit } = init;
  const connection = connectionFrom({ baseUrl: server.url, token: "t", retries });
  return send(connection, new Request(server.url + path, requestInit), timeoutMs);
}

function keysOf(server: ScriptedServer): unknown[] {
  return server.seen.map(({ headers }) => headers["idempotency-key"]);
}

describe("send", () => {
  it.each([
    { what: "a broken connection", answer: hangUp },
    { what: "an answer that breaks off", answer: hangUpHalfway },
    { what: "a 503", answer: UNAVAILABLE },
    { what: "a 429", answer: json(429, {}, { "Retry-After": "0" }) },
    { what: "a proxy's 502", answer: json(502, {}) },
  ])("sends a GET again after $what", async ({ answer }) => {
    await using server = await scriptedServer(answer, answer, json(200, { n: 1 }));
    const response = await sendTo(server, "/livez");
    expect(await response.json()).toEqual({ n: 1 });
    expect(server.seen).toHaveLength(3);
  });

  it("takes the last answer as it is after the last try", async () => {
    await using server = await scriptedServer(UNAVAILABLE);
    const response = await sendTo(server, "/livez", { retries: 2 });
    expect(response.status).toBe(503);
    expect(server.seen).toHaveLength(3);
  });

  it("sends a run again with its body under one Idempotency-Key", async () => {
    await using server = await scriptedServer(hangUp, UNAVAILABLE, json(201, {}));
    await sendTo(server, RUN, { method: "POST", body: '{"n":1}' });
    expect(server.seen.map(({ body }) => body)).toEqual(['{"n":1}', '{"n":1}', '{"n":1}']);
    expect(new Set(keysOf(server))).toEqual(new Set([expect.stringMatching(/^[0-9a-f]{32}$/)]));
  });

  it("gives each run a key of its own", async () => {
    await using server = await scriptedServer(json(201, {}));
    await sendTo(server, RUN, { method: "POST" });
    await sendTo(server, RUN, { method: "POST" });
    expect(new Set(keysOf(server)).size).toBe(2);
  });

  it("keeps the caller's key", async () => {
    await using server = await scriptedServer(json(201, {}));
    await sendTo(server, RUN, { method: "POST", headers: { "Idempotency-Key": "mine" } });
    expect(keysOf(server)).toEqual(["mine"]);
  });

  it("gives a key to a GET that runs a script", async () => {
    await using server = await scriptedServer(json(200, {}));
    await sendTo(server, "/api/w/main/jobs/run_wait_result/p/u/admin/x");
    expect(keysOf(server)).toEqual([expect.any(String)]);
  });

  it.each([
    { what: "a broken connection", answer: hangUp, end: { name: "OperateConnectionError" } },
    { what: "a 503", answer: UNAVAILABLE, end: { status: 503 } },
  ])("does not repeat another change after $what", async ({ answer, end }) => {
    await using server = await scriptedServer(answer);
    const sent = sendTo(server, "/api/w/main/tokens", { method: "POST" });
    expect(await sent.catch((error: unknown) => error)).toMatchObject(end);
    expect(server.seen).toHaveLength(1);
  });

  it("repeats another change after a 429, which says that nothing was done", async () => {
    const tooMany = json(429, {}, { "Retry-After": "0" });
    await using server = await scriptedServer(tooMany, json(201, {}));
    const response = await sendTo(server, "/api/w/main/tokens", { method: "POST" });
    expect(response.status).toBe(201);
  });

  it("does not repeat a run because its script answers with 503", async () => {
    await using server = await scriptedServer(json(503, {}, { "X-Job-Status": "success" }));
    const response = await sendTo(server, RUN, { method: "POST" });
    expect(response.status).toBe(503);
    expect(server.seen).toHaveLength(1);
  });

  it("waits as long as Retry-After says", async () => {
    await using server = await scriptedServer(json(503, {}, { "Retry-After": "1" }), json(200, {}));
    const startedAt = performance.now();
    await sendTo(server, "/livez");
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(990);
  });

  it("does not wait for a retry that would come after the deadline", async () => {
    await using server = await scriptedServer(json(503, {}, { "Retry-After": "60" }));
    const response = await sendTo(server, "/livez", { timeoutMs: 5000 });
    expect(response.status).toBe(503);
  });

  it("says why a connection failed", async () => {
    const server = await scriptedServer(hangUp);
    await server[Symbol.asyncDispose]();
    const sent = sendTo(server, "/livez", { retries: 0 });
    await expect(sent).rejects.toThrow(OperateConnectionError);
    await expect(sent).rejects.toHaveProperty("cause.cause.code", "ECONNREFUSED");
  });

  it.each([
    { what: "nobody answers", answer: silence },
    {
      what: "an answer does not end",
      answer: (response: { write(text: string): void }) => response.write("{"),
    },
  ])("rejects in time when $what", async ({ answer }) => {
    await using server = await scriptedServer(answer);
    const sent = sendTo(server, RUN, { method: "POST", timeoutMs: 300 });
    await expect(sent).rejects.toThrow(OperateTimeoutError);
    await expect(sent).rejects.toMatchObject({ timeoutMs: 300, jobId: undefined });
  });

  it("gives up when the next try would come after the deadline", async () => {
    await using server = await scriptedServer(hangUp);
    const sent = sendTo(server, "/livez", { timeoutMs: 800, retries: 1000 });
    await expect(sent).rejects.toThrow(/server could not be reached/);
  });

  it("stops with the caller's reason", async () => {
    await using server = await scriptedServer(silence);
    const controller = new AbortController();
    const sent = sendTo(server, "/livez", { signal: controller.signal });
    controller.abort(new RangeError("enough"));
    await expect(sent).rejects.toThrow(new RangeError("enough"));
  });

  it("stops between two tries too", async () => {
    await using server = await scriptedServer(json(503, {}, { "Retry-After": "30" }));
    const sent = sendTo(server, "/livez", { signal: AbortSignal.timeout(300) });
    await expect(sent).rejects.toHaveProperty("name", "TimeoutError");
  });
});
