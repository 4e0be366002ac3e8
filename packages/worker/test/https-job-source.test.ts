import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Completion, WorkerHint } from "@getoperate/contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HttpsJobSource } from "../src/index.ts";

interface Received {
  readonly url: string;
  readonly token: string;
  readonly protocol: unknown;
  readonly body: Record<string, unknown>;
}

/** What the server does with a request; "cut": it received it and the connection breaks. */
type Reaction = { readonly status?: number; readonly json: unknown } | "cut";

const WORKER = "01890000-0000-7000-8000-0000000000aa";
const JOB = {
  ...{ id: "01890000-0000-7000-8000-000000000001", attempt: 1, workspace: "main" },
  ...{ hash: "0123456789abcdef", path: "u/ann/x", args: "{}", createdBy: "ann" },
  ...{ timeoutSeconds: 10, preprocess: false },
};
const END: Completion = {
  id: JOB.id,
  attempt: 1,
  status: "success",
  result: "1",
  durationMs: 1,
  logs: "",
  logSequence: 1,
};
function problem(status: number, code: string) {
  const json = { type: "", title: "", status, detail: `It is ${code}.`, instance: "", code };
  return { status, json };
}

describe("HttpsJobSource", () => {
  let server: Server;
  let received: Received[];
  /** Reactions to a message, in order; the last one stays. */
  let script: Record<string, Reaction[]>;
  let source: HttpsJobSource;
  beforeEach(async () => {
    received = [];
    script = { workers: [{ json: { maxBodyBytes: 1_000_000 } }] };
    server = createServer(async (request, response) => {
      const bytes = await request.toArray();
      const url = request.url ?? "";
      received.push({
        url,
        token: request.headers.authorization ?? "",
        protocol: request.headers["operate-agent-protocol"],
        body: JSON.parse(Buffer.concat(bytes).toString()),
      });
      const reactions = script[url.split("/").at(-1) ?? ""] ?? [];
      const reaction = reactions.length > 1 ? reactions.shift() : reactions[0];
      if (reaction === undefined || reaction === "cut") {
        request.socket.destroy();
      } else {
        response.writeHead(reaction.status ?? 200, { "content-type": "application/json" });
        response.end(JSON.stringify(reaction.json));
      }
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const bound = server.address();
    const port = typeof bound === "object" && bound !== null ? bound.port : 0;
    const serverUrl = `http://127.0.0.1:${port}`;
    source = new HttpsJobSource({ serverUrl, token: "gop_a_x", version: "1.2.3" });
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });
  const register = () =>
    source.register({
      id: WORKER,
      name: "w",
      kind: "agent",
      version: "1.2.3",
      tags: ["x"],
      slots: 1,
      leaseSeconds: 15,
    });
  const said = (message: string) => received.filter(({ url }) => url.endsWith(`/${message}`));
  const answer = (claimed: readonly object[], refused: readonly string[] = []) => ({
    json: { claimed, refused },
  });

  it("keeps trying to register while the server is away", async () => {
    script["workers"] = [
      "cut",
      { status: 502, json: "bad gateway" },
      { json: { maxBodyBytes: 1 } },
    ];
    await register();
    expect(received).toHaveLength(3);
    expect(received[0]).toMatchObject({ token: "Bearer gop_a_x", protocol: "1" });
    expect(received[0]?.body).toEqual({
      ...{ id: WORKER, name: "w", version: "1.2.3", tags: ["x"], slots: 1, leaseSeconds: 15 },
    });
  });

  it.each([
    ["unauthenticated", 401],
    ["unsupported-protocol", 400],
  ])("gives up at once when it is %s", async (code, status) => {
    script["workers"] = [problem(status, code)];
    await expect(register()).rejects.toMatchObject({ code, message: `It is ${code}.` });
    expect(received).toHaveLength(1);
  });

  it("hands out jobs without their tokens, and keeps the tokens until the end", async () => {
    await register();
    script["exchange"] = [answer([{ ...JOB, token: "gop_job_1" }]), answer([])];
    const { claimed } = await source.exchange(WORKER, { completions: [], claim: 1 });
    expect(claimed).toEqual([JOB]);
    expect(source.tokenOf(JOB.id)).toBe("gop_job_1");
    await source.exchange(WORKER, { completions: [END], claim: 1 });
    expect(said("exchange").map(({ body }) => body["known"])).toEqual([[], [JOB.id]]);
    expect(source.tokenOf(JOB.id)).toBe("");
  });

  it("says that it repeats itself after a lost answer", async () => {
    await register();
    script["exchange"] = ["cut", problem(503, "unavailable"), answer([])];
    await source.exchange(WORKER, { completions: [END], claim: 1 });
    expect(said("exchange").map(({ body }) => body["isRepeated"])).toEqual([false, true, true]);
  });

  it("claims in turns what is more than one request may", async () => {
    await register();
    const jobs = Array.from({ length: 32 }, (_, index) => ({ ...JOB, id: `${index}`, token: "t" }));
    script["exchange"] = [answer(jobs), answer([{ ...JOB, token: "t" }])];
    const { claimed } = await source.exchange(WORKER, { completions: [END], claim: 40 });
    expect(claimed).toHaveLength(33);
    expect(said("exchange").map(({ body }) => body["claim"])).toEqual([32, 8]);
    expect(said("exchange").map(({ body }) => Object(body["completions"]).length)).toEqual([1, 0]);
  });

  it("has lost its jobs when the server knows the worker no more", async () => {
    await register();
    script["exchange"] = [problem(404, "not-found")];
    script["heartbeat"] = [problem(404, "not-found")];
    script["release"] = [problem(404, "not-found")];
    expect(await source.exchange(WORKER, { completions: [END], claim: 1 })).toEqual({
      refused: [JOB.id],
      claimed: [],
    });
    const nothing = { canceled: [], unmasked: [], claimed: [], isAnyWaiting: false };
    expect(await source.heartbeat(WORKER)).toEqual({ alive: false, ...nothing });
    await source.release(WORKER);
  });

  it("takes no jobs twice that a heartbeat and an exchange both bring", async () => {
    await register();
    script["exchange"] = [answer([{ ...JOB, token: "t" }])];
    const nothing = { canceled: [], unmasked: [], claimed: [], isAnyWaiting: true };
    script["heartbeat"] = [
      { json: { ...nothing, alive: true, claimed: [{ ...JOB, token: "t" }] } },
    ];
    await source.exchange(WORKER, { completions: [], claim: 1 });
    expect(await source.heartbeat(WORKER)).toEqual({ alive: true, ...nothing });
  });

  it("hears of jobs, of cancels and of secrets to mask, and stops asking when nobody listens", async () => {
    await register();
    script["news"] = [{ json: { place: "p:1", canceled: [JOB.id], unmasked: [JOB.id] } }, "cut"];
    const hints: WorkerHint[] = [];
    const { promise: heard, resolve } = Promise.withResolvers<void>();
    const stop = source.onHint((hint) => {
      hints.push(hint);
      if (hint.kind === "ready") {
        resolve();
      }
    });
    await heard;
    stop();
    expect(hints).toEqual([
      { kind: "cancel", jobId: JOB.id },
      { kind: "unmasked", jobId: JOB.id },
      { kind: "ready" },
    ]);
  });

  it("sends its token to nobody whom the server names", async () => {
    script["workers"] = [{ json: { maxBodyBytes: 1_000_000 } }];
    await register();
    server.removeAllListeners("request");
    let followed = 0;
    server.on("request", (request, response) => {
      if (request.url === "/elsewhere") {
        followed += 1;
      }
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    await expect(source.heartbeat(WORKER)).rejects.toMatchObject({ code: "unavailable" });
    expect(followed).toBe(0);
  });

  it("takes what is no answer of a server of ours for one that is away", async () => {
    await register();
    script["heartbeat"] = [{ status: 404, json: "<html>" }, { json: { alive: "yes" } }];
    await expect(source.heartbeat(WORKER)).rejects.toMatchObject({ code: "unavailable" });
    await expect(source.heartbeat(WORKER)).rejects.toThrow();
  });
});
