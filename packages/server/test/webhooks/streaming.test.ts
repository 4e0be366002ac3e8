import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEvents, type ReadEvent, written } from "./event-reader.ts";

const COUNT = `export async function* main(n: number) {
  for (let at = 0; at < n; at += 1) {
    console.log("line", at);
    yield { at };
  }
}`;
const HANG = `export async function* main() {
  console.log("begun");
  yield "first";
  await new Promise(() => {});
}`;
const COUNT_STREAM = "/jobs/run_and_stream/p/u/admin/count";
const STREAMED = [
  '0.0 status {"status":"queued","attempt":0}',
  '1.0 status {"status":"running","attempt":1}',
  '1.1 log {"text":"line 0\\n"}',
  '1.2 chunk {"at":0}',
  '1.3 log {"text":"line 1\\n"}',
  '1.4 chunk {"at":1}',
];

describe("streaming a job", () => {
  let instance: TestInstance;
  let hash: string;
  beforeAll(async () => {
    instance = await testInstance({ environment: { OPERATE_SYNC_TIMEOUT: "1" } });
    hash = await instance.deploy("u/admin/count", COUNT);
    await instance.deploy("u/admin/hang", HANG);
    await instance.deploy("u/admin/other", "export function main() { return 1; }");
    await instance.deploy("u/admin/impatient", HANG, { cancel_on_disconnect: true });
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const stream = (path: string, options: Parameters<typeof openEvents>[2] = {}) =>
    openEvents(instance, ["POST", path], options);
  const after = (id: string, options: Parameters<typeof openEvents>[2] = {}) => ({
    ...options,
    headers: { "last-event-id": id },
  });
  const jobOf = ({ id }: ReadEvent) => id.slice(0, 36);
  const jobsOf = async (path: string) => {
    const page = await instance.request("GET", `/jobs?path=${path}&limit=100`);
    return Object(page.json()).items.length;
  };
  const mint = async (...scopes: string[]) => {
    const answer = await instance.request("POST", "/tokens", { body: { scopes } });
    const { id, token } = Object(answer.json());
    return { id: String(id), token: String(token) };
  };
  /** All events of a run of COUNT. */
  const counted = async (n = 2) => (await stream(COUNT_STREAM, { body: { n } })).rest();

  it("X15 streams what a job logs and yields in order, then its result", async () => {
    await using events = await stream(COUNT_STREAM, { body: { n: 2 } });
    expect(events.status).toBe(200);
    expect(Object.fromEntries(events.headers)).toMatchObject({
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
      "x-content-type-options": "nosniff",
    });
    const all = await events.rest();
    const id = events.headers.get("x-job-id");
    const result = JSON.stringify({ id, status: "success", result: [{ at: 0 }, { at: 1 }] });
    expect(all.map(written)).toEqual([...STREAMED, `1.5 result ${result}`, "1.6 done {}"]);
    expect(new Set(all.map(jobOf))).toEqual(new Set([id]));
    expect(events.text).toMatch(/^retry: \d+\n\n/);
  });

  it("X15 streams for each address of a script, also with the arguments in the URL", async () => {
    const payload = btoa(JSON.stringify({ n: 2 }));
    for (const target of ["p/u/admin/count", "p/u%2Fadmin%2Fcount", `h/${hash}`, "u/admin/count"]) {
      const path = `/jobs/run_and_stream/${target}`;
      await using posted = await stream(path, { body: { n: 2 } });
      expect((await posted.rest()).slice(0, 6).map(written)).toEqual(STREAMED);
      await using got = await openEvents(instance, ["GET", `${path}?payload=${payload}`]);
      expect((await got.rest()).slice(0, 6).map(written)).toEqual(STREAMED);
    }
  });

  it("X15 sends a chunk while the job goes on, and its end when it is canceled", async () => {
    await using events = await stream("/jobs/run_and_stream/p/u/admin/hang");
    const begun = await events.until("chunk");
    expect(begun.slice(2).map(written)).toEqual([
      '1.1 log {"text":"begun\\n"}',
      '1.2 chunk "first"',
    ]);
    const id = events.headers.get("x-job-id");
    expect((await instance.request("GET", `/jobs/${id}/result`)).status).toBe(202);
    await instance.request("POST", `/jobs/${id}/cancel`, { body: {} });
    expect(await events.rest()).toMatchObject([
      { event: "result", data: { id, status: "canceled", result: { error: expect.anything() } } },
      { event: "done" },
    ]);
  });

  it("X15 ends with the error of a script that throws, behind what it yielded", async () => {
    const source = `export function* main() { yield 1; throw new RangeError("too far"); }`;
    await instance.deploy("u/admin/broken", source);
    await using events = await stream("/jobs/run_and_stream/p/u/admin/broken");
    expect((await events.rest()).slice(2)).toMatchObject([
      { event: "chunk", data: 1 },
      {
        event: "result",
        data: { status: "failure", result: { error: { name: "RangeError", message: "too far" } } },
      },
      { event: "done" },
    ]);
  });

  it("X15 outlasts the deadline of a call that waits", async () => {
    const source = `export async function* main() {
      yield 1;
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      yield 2;
    }`;
    await instance.deploy("u/admin/slow", source);
    await using events = await stream("/jobs/run_and_stream/p/u/admin/slow");
    const chunks = (await events.rest()).filter(({ event }) => event === "chunk");
    expect(chunks.map(({ data }) => data)).toEqual([1, 2]);
  });

  it("X15 resumes after each event with exactly the rest, on every route, and runs nothing", async () => {
    const all = await counted();
    const runs = await jobsOf("u/admin/count");
    const job = all.map(jobOf)[0];
    const routes = [
      ["GET", `/jobs/${job}/events`],
      ["GET", COUNT_STREAM],
      ["POST", COUNT_STREAM],
      ["POST", `/jobs/run_and_stream/h/${hash}`],
    ] as const;
    for (const [index, { id }] of all.entries()) {
      for (const route of routes) {
        await using events = await openEvents(instance, route, after(id));
        expect(await events.rest()).toEqual(all.slice(index + 1));
        expect(events.status).toBe(index === all.length - 1 ? 204 : 200);
      }
    }
    expect(await jobsOf("u/admin/count")).toBe(runs);
  });

  it("X15 resumes a job that still runs", async () => {
    await using first = await stream("/jobs/run_and_stream/p/u/admin/hang");
    const seen = await first.until("log");
    first.hangUp();
    const { id = "" } = seen.at(-1) ?? {};
    await using second = await stream("/jobs/run_and_stream/p/u/admin/hang", after(id));
    expect(await second.next()).toMatchObject({ event: "chunk", data: "first" });
    await instance.request("POST", `/jobs/${id.slice(0, 36)}/cancel`, { body: {} });
    expect((await second.rest()).map(({ event }) => event)).toEqual(["result", "done"]);
  });

  it("X15 resumes nothing that is another's", async () => {
    const [first] = await counted();
    const [other] = await counted();
    const id = first?.id ?? "";
    const routes = [
      [`/jobs/${other?.id.slice(0, 36)}/events`, id],
      ["/jobs/run_and_stream/p/u/admin/other", id],
      [`/jobs/${id.slice(0, 36)}/events`, "7"],
      [COUNT_STREAM, "7"],
    ];
    for (const [path = "", lastEventId = ""] of routes) {
      const answer = await instance.request("GET", path, after(lastEventId));
      expect([answer.status, Object(answer.json()).errors]).toEqual([
        400,
        [{ pointer: "/Last-Event-ID", detail: expect.any(String) }],
      ]);
    }
    const missing = `01890000-0000-7000-8000-000000000000${id.slice(36)}`;
    expect((await instance.request("POST", COUNT_STREAM, after(missing))).status).toBe(404);
  });

  it("X15 streams the job of an earlier request with the same key", async () => {
    const headers = { "idempotency-key": "stream-1" };
    await using first = await stream(COUNT_STREAM, { body: { n: 1 }, headers });
    const all = await first.rest();
    await using again = await stream(COUNT_STREAM, { body: { n: 1 }, headers });
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect(await again.rest()).toEqual(all);
  });

  it("X15 refuses to follow a job that is to run later", async () => {
    const answer = await instance.request("POST", `${COUNT_STREAM}?scheduled_in_secs=60`);
    expect([answer.status, Object(answer.json()).code]).toEqual([400, "invalid-input"]);
  });

  it("X15 cancels a job whose caller hangs up where the script says so, and no other", async () => {
    const ends = ["impatient", "hang"].map(async (name) => {
      const events = await stream(`/jobs/run_and_stream/p/u/admin/${name}`);
      await events.until("chunk");
      events.hangUp();
      return events.headers.get("x-job-id");
    });
    const [canceled, other] = await Promise.all(ends);
    const ended = await instance.request("GET", `/jobs/${canceled}/result?wait=20`);
    expect(ended.headers.get("x-job-status")).toBe("canceled");
    expect((await instance.request("GET", `/jobs/${other}/result`)).status).toBe(202);
    await instance.request("POST", `/jobs/${other}/cancel`, { body: {} });
  });

  it("X15 gives a webhook-specific token the jobs that it started and no others", async () => {
    const { token } = await mint("jobs:run:scripts:u/admin/count");
    await using own = await stream(COUNT_STREAM, { body: { n: 1 }, token });
    const all = await own.rest();
    expect(all.at(-1)).toMatchObject({ event: "done" });
    const [first] = all;
    const ownEvents = `/jobs/${first?.id.slice(0, 36)}/events`;
    await using again = await openEvents(instance, ["GET", ownEvents], { token });
    expect(await again.rest()).toEqual(all);
    const [foreign] = await counted(1);
    const foreignEvents = `/jobs/${foreign?.id.slice(0, 36)}/events`;
    expect((await instance.request("GET", foreignEvents, { token })).status).toBe(403);
    const resumed = await instance.request(
      "POST",
      COUNT_STREAM,
      after(foreign?.id ?? "", { token }),
    );
    expect(resumed.status).toBe(403);
    const path = "/jobs/run_and_stream/p/u/admin/hang";
    expect((await instance.request("POST", path, { token })).status).toBe(403);
  });

  it("X15 lets a token that may only run resume what it started, over the run route alone", async () => {
    const { token } = await mint("jobs:run");
    await using own = await stream(COUNT_STREAM, { body: { n: 1 }, token });
    const [first, ...rest] = await own.rest();
    await using resumed = await stream(COUNT_STREAM, after(first?.id ?? "", { token }));
    expect(await resumed.rest()).toEqual(rest);
    const events = `/jobs/${first?.id.slice(0, 36)}/events`;
    expect((await instance.request("GET", events, { token })).status).toBe(403);
  });

  it("X3 sends nothing more once the token was revoked", async () => {
    const source = `export async function* main() {
      for (let at = 0; ; at += 1) {
        yield at;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }`;
    await instance.deploy("u/admin/endless", source);
    const { id, token } = await mint("jobs:run");
    await using events = await stream("/jobs/run_and_stream/p/u/admin/endless", { token });
    await events.until("chunk");
    await instance.request("DELETE", `/tokens/${id}`);
    const rest = await events.rest();
    expect(rest.length).toBeLessThan(30);
    expect(rest.map(({ event }) => event)).not.toContain("result");
    const job = events.headers.get("x-job-id");
    await instance.request("POST", `/jobs/${job}/cancel`, { body: {} });
  });

  it("X1 answers HEAD and runs nothing", async () => {
    const runs = await jobsOf("u/admin/count");
    expect((await instance.request("HEAD", COUNT_STREAM)).status).toBe(200);
    expect(await jobsOf("u/admin/count")).toBe(runs);
  });

  it("X16 gives the events of a job that ended as they were streamed", async () => {
    const all = await counted();
    const [first] = all;
    const path = `/jobs/${first?.id.slice(0, 36)}/events`;
    await using events = await openEvents(instance, ["GET", path]);
    expect(await events.rest()).toEqual(all);
    const logs = await instance.request("GET", path.replace("events", "logs"));
    expect(logs.text).toBe("line 0\nline 1\n");
    const job = await instance.request("GET", path.replace("/events", ""));
    expect(job.json()).toMatchObject({ logs_tail: "line 0\nline 1\n" });
  });

  it("X16 follows a job that waits to its end", async () => {
    const later = await instance.request("POST", "/jobs/run/p/u/admin/count?scheduled_in_secs=900");
    await using events = await openEvents(instance, ["GET", `/jobs/${later.text}/events`]);
    expect(written((await events.next()) ?? expect.fail())).toBe(STREAMED[0]);
    await instance.request("POST", `/jobs/${later.text}/cancel`, { body: { reason: "enough" } });
    const [result, done, ...more] = await events.rest();
    expect(result).toMatchObject({ id: `${later.text}.0.1`, data: { status: "canceled" } });
    expect(done).toMatchObject({ id: `${later.text}.0.2`, event: "done" });
    expect(more).toEqual([]);
  });

  it("X16 gives more output than fits into one read", async () => {
    await using events = await stream(COUNT_STREAM, { body: { n: 700 } });
    const all = await events.rest();
    const chunks = all.filter(({ event }) => event === "chunk");
    expect(chunks.map(({ data }) => Object(data).at)).toEqual([...Array(700).keys()]);
    const path = `/jobs/${events.headers.get("x-job-id")}/events`;
    await using again = await openEvents(instance, ["GET", path]);
    expect(await again.rest()).toEqual(all);
  });

  it("X15 cuts a stream that is too long, says so in the log, and keeps the whole result", async () => {
    await using small = await testInstance({ environment: { OPERATE_STREAM_LIMIT: "1024" } });
    await small.deploy("u/admin/count", "export function* main() { yield* Array(20).keys(); }");
    await using events = await openEvents(small, ["POST", COUNT_STREAM]);
    const all = await events.rest();
    // An item counts as its one byte and 64 more.
    expect(all.filter(({ event }) => event === "chunk")).toHaveLength(15);
    expect(all.filter(({ event }) => event === "log")).toMatchObject([
      { data: { text: expect.stringContaining("longer than 1024 bytes") } },
    ]);
    expect(all.at(-2)).toMatchObject({ data: { result: [...Array(20).keys()] } });
  });

  it("X16 gives no events to who may not see the job", async () => {
    const [first] = await counted(1);
    const path = `/jobs/${first?.id.slice(0, 36)}/events`;
    expect((await instance.request("GET", path, { token: null })).status).toBe(401);
    const missing = "/jobs/01890000-0000-7000-8000-000000000000/events";
    expect((await instance.request("GET", missing)).status).toBe(404);
  });
});
