import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import type { Program } from "@getoperate/testing/program";
import { tlsFront } from "@getoperate/testing/tls-front";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endOf, startJob, until, untilItSays } from "./jobs.ts";
import { type Place, startAgent, WAYS } from "./ways.ts";

const START_MS = 120_000;

const ADD = "export function main(a: number, b: number) { console.log('adding'); return a + b; }";
const SUBTRACT = "export function main(a: number, b: number) { return a - b; }";
const THROW = "export function main() { throw new TypeError('no such thing'); }";
const HANG = `export async function main() {
  console.log("begun");
  await new Promise(() => setTimeout(() => undefined, 1e9));
}`;
const STREAM = `export async function* main() {
  console.log("begun");
  yield { item: 1 };
  await new Promise(() => setTimeout(() => undefined, 1e9));
}`;
const WHOAMI = `export async function main() {
  const { OPERATE_BASE_URL, OPERATE_TOKEN } = Deno.env.toObject();
  const headers = { authorization: "Bearer " + OPERATE_TOKEN };
  const answer = await fetch(OPERATE_BASE_URL + "/api/w/main/users/whoami", { headers });
  return (await answer.json()).username;
}`;
/** Its first attempt goes on until the job has ended; the next one ends it. */
const OUTLIVE = `export async function main() {
  const { OPERATE_BASE_URL, OPERATE_TOKEN, OPERATE_JOB_ID } = Deno.env.toObject();
  const headers = { authorization: "Bearer " + OPERATE_TOKEN };
  const job = OPERATE_BASE_URL + "/api/w/main/jobs/" + OPERATE_JOB_ID;
  const { attempt } = await (await fetch(job, { headers })).json();
  console.log("attempt " + attempt);
  while (attempt === 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { ok, body } = await fetch(job, { headers });
    await body?.cancel();
    if (!ok) break;
  }
  return attempt;
}`;
const NAP = `export async function main() {
  console.log("begun");
  await new Promise((resolve) => setTimeout(resolve, 500));
  return "rested";
}`;
const SCRIPTS = { add: ADD, throw: THROW, hang: HANG, stream: STREAM, whoami: WHOAMI };
const MORE_SCRIPTS = { outlive: OUTLIVE, nap: NAP };

async function startPlace(environment: Readonly<Record<string, string>> = {}) {
  const server = await testInstance({
    // It has no worker; so it looks for lost ones that much more often.
    environment: { OPERATE_MODE: "server", OPERATE_LEASE: "2", ...environment },
  });
  return { server, front: await tlsFront(server.url) };
}

async function deployAll(server: TestInstance) {
  for (const [name, content] of Object.entries({ ...SCRIPTS, ...MORE_SCRIPTS })) {
    await server.deploy(`u/admin/${name}`, content);
  }
}

describe.each(WAYS)("a worker $name", ({ kind, start }) => {
  let place: Place;
  let server: TestInstance;
  let worker: Program;
  beforeAll(async () => {
    place = await startPlace();
    server = place.server;
    await deployAll(server);
    worker = await start(place, { name: "main", tags: ["default", "gpu", "fragile"] });
  }, START_MS);
  afterAll(async () => {
    expect(await worker.end("SIGTERM")).toBe(0);
    await place.front[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  }, START_MS);

  const run = (name: string, body: object = {}, tag = "default") =>
    startJob(server, `p/u/admin/${name}`, { tag, body });
  const cancel = (id: string) => server.request("POST", `/jobs/${id}/cancel`);
  /** Does something while all slots of the worker are taken. */
  const busy = async (work: () => Promise<void>) => {
    const fillers = [await run("hang"), await run("hang")];
    await Promise.all(fillers.map((id) => untilItSays(server, id, "begun")));
    await work();
    await Promise.all(fillers.map(cancel));
  };
  const query = async (statement: string, values: readonly string[]) => {
    const client = new pg.Client(server.connectionString);
    await client.connect();
    await client.query(statement, [...values]);
    await client.end();
  };

  it("runs what the server takes, and says who ran it", async () => {
    const id = await run("add", { a: 2, b: 3 });
    expect(await endOf(server, id)).toEqual({
      status: "success",
      result: 5,
      attempt: 1,
      worker: "main",
    });
    expect((await server.request("GET", `/jobs/${id}/logs`)).text).toContain("adding");
    const workers = await server.request("GET", "//api/workers");
    expect(Object(workers.json()).items).toMatchObject([{ kind, name: "main", slots: 2 }]);
  });

  it("loads the version that a job wants", async () => {
    const older = await server.deploy("u/admin/versions", ADD);
    await server.deploy("u/admin/versions", SUBTRACT);
    const body = { a: 5, b: 3 };
    const jobs = [await startJob(server, `h/${older}`, { tag: "default", body })];
    jobs.push(await run("versions", body));
    const ends = await Promise.all(jobs.map((id) => endOf(server, id)));
    expect(ends.map(({ result }) => result)).toEqual([8, 2]);
  });

  it("tells what a script throws", async () => {
    const { status, result } = await endOf(server, await run("throw"));
    expect([status, result]).toMatchObject([
      "failure",
      { error: { name: "TypeError", message: "no such thing" } },
    ]);
  });

  it("ends a job at its time limit", async () => {
    const answer = await server.request("POST", "/jobs/run/p/u/admin/hang?timeout=1");
    const { status, result } = await endOf(server, answer.text);
    expect([status, Object(result).error.name]).toEqual(["failure", "TimeoutError"]);
  });

  it("sends what a job logs and yields while it runs, and ends it when it is canceled", async () => {
    const id = await run("stream");
    await untilItSays(server, id, "begun");
    await untilItSays(server, id, '{"item":1}');
    expect((await cancel(id)).json()).toEqual({ id, status: "running" });
    expect(await endOf(server, id)).toMatchObject({ status: "canceled", attempt: 1 });
  });

  it("takes jobs of its tags alone, and never one that was canceled before", async () => {
    const foreign = await run("add", { a: 1, b: 1 }, "foreign");
    const own = await run("add", { a: 1, b: 1 }, "gpu");
    expect(await endOf(server, own)).toMatchObject({ status: "success" });
    expect((await cancel(foreign)).json()).toEqual({ id: foreign, status: "canceled" });
    expect(await endOf(server, foreign)).toMatchObject({ status: "canceled", attempt: 0 });
  });

  it("gives a job the address and the token that let it in", async () => {
    expect(await endOf(server, await run("whoami"))).toMatchObject({ result: "admin" });
  });

  it("loses its jobs when it stalls, and changes nothing when it comes back", {
    timeout: START_MS,
  }, async () => {
    let id = "";
    await using other = await start(place, { name: "other", tags: ["fragile"] });
    await busy(async () => {
      id = await run("outlive", {}, "fragile");
      await untilItSays(server, id, "attempt 1");
      other.signal("SIGSTOP");
    });
    await query("update workers set heartbeat_at = 'epoch' where name = $1", ["other"]);
    expect(await endOf(server, id)).toMatchObject({ result: 2, attempt: 2, worker: "main" });
    other.signal("SIGCONT");
    await until(async () =>
      /Late completions were refused|The lease was lost/.test(other.printed()),
    );
    expect(await other.end("SIGTERM")).toBe(0);
    expect(await endOf(server, id)).toMatchObject({ result: 2, attempt: 2, worker: "main" });
  });

  it("lets its jobs end when it is asked to stop, and gives back those that take too long", {
    timeout: START_MS,
  }, async () => {
    let short = "";
    let long = "";
    await using other = await start(place, { name: "other", tags: ["fragile"] });
    await busy(async () => {
      long = await run("outlive", {}, "fragile");
      await untilItSays(server, long, "attempt 1");
      short = await run("nap", {}, "fragile");
      await untilItSays(server, short, "begun");
      expect(await other.end("SIGTERM")).toBe(0);
    });
    expect(await endOf(server, short)).toMatchObject({ result: "rested", worker: "other" });
    expect(await endOf(server, long)).toMatchObject({ result: 2, attempt: 2, worker: "main" });
  });
});

describe("an agent", () => {
  it("goes on with its job while connections break and its server restarts", {
    timeout: START_MS,
  }, async () => {
    const { server: first, front } = await startPlace();
    await deployAll(first);
    await using agent = await startAgent({ server: first, front }, { name: "a", tags: ["x"] });
    const health = /http:\S+/.exec(agent.printed())?.[0] ?? "";
    expect((await fetch(health)).status).toBe(200);
    const id = await startJob(first, "p/u/admin/nap", { tag: "x" });
    await untilItSays(first, id, "begun");
    front.cut();
    // However long the restart takes here, the lease lasts.
    const client = new pg.Client(first.connectionString);
    await client.connect();
    await client.query("update workers set heartbeat_at = now() + interval '1 hour'");
    await client.end();
    await first.stop();
    const { server: second, front: unused } = await startPlace({
      DATABASE_URL: first.connectionString,
    });
    front.leadTo(second.url);
    expect(await endOf(second, id)).toMatchObject({ result: "rested", attempt: 1 });
    expect(
      await endOf(
        second,
        await startJob(second, "p/u/admin/add", {
          tag: "x",
          body: { a: 1, b: 2 },
        }),
      ),
    ).toMatchObject({ result: 3 });
    expect(await agent.end("SIGTERM")).toBe(0);
    await unused[Symbol.asyncDispose]();
    await second[Symbol.asyncDispose]();
    await front[Symbol.asyncDispose]();
    await first[Symbol.asyncDispose]();
  });
});
