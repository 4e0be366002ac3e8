import { randomUUID } from "node:crypto";
import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type AgentCaller, newAgent } from "./agent-caller.ts";

const ADD = "export function main(a: number, b: number) { return a + b; }";
const MESSAGES: readonly (readonly [string, object])[] = [
  ["exchange", { completions: [], claim: 1, known: [], isRepeated: false }],
  ["heartbeat", { known: [] }],
  ["output", { pieces: [] }],
  ["version", { workspace: "main", hash: "0123456789abcdef" }],
  ["arguments", { id: randomUUID(), attempt: 1 }],
  ["resolve", { id: randomUUID(), attempt: 1 }],
  ["secrets", { id: randomUUID(), attempt: 1, masked: [] }],
  ["news", { after: "" }],
  ["release", {}],
];

describe("an agent", () => {
  let instance: TestInstance;
  let hash: string;
  beforeAll(async () => {
    const environment = {
      OPERATE_MODE: "server",
      OPERATE_RESULT_LIMIT: "4096",
      OPERATE_LOG_LIMIT: "4096",
      OPERATE_STREAM_LIMIT: "4096",
    };
    instance = await testInstance({ environment });
    hash = await instance.deploy("u/admin/add", ADD);
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  /** Tags of this test alone: others' jobs wait in the same database. */
  let tag: string;
  let agent: AgentCaller;
  let stranger: AgentCaller;
  beforeEach(async () => {
    tag = randomUUID();
    agent = await newAgent(instance, { tags: [tag] });
    stranger = await newAgent(instance, { tags: [`${tag}-other`] });
    expect((await agent.register()).status).toBe(200);
    expect((await stranger.register()).status).toBe(200);
  });
  const start = async (ofTag = tag) => {
    const path = `/jobs/run/p/u/admin/add?tag=${ofTag}`;
    return (await instance.request("POST", path, { body: { a: 1, b: 2 } })).text;
  };
  const jobOf = async (id: string) => Object((await instance.request("GET", `/jobs/${id}`)).json());
  const query = async (statement: string, values: readonly string[]) => {
    const client = new pg.Client(instance.connectionString);
    await client.connect();
    await client.query(statement, [...values]);
    await client.end();
  };
  const codeOf = (answer: { json(): unknown; status: number }) => [
    answer.status,
    Object(answer.json()).code,
  ];

  it("runs a job of its tags with all that it needs, and brings its end home", async () => {
    const id = await start();
    await start(`${tag}-other`);
    const claimed = await agent.claim(8);
    expect(claimed).toMatchObject([
      { id, attempt: 1, workspace: "main", hash, args: '{"a":1,"b":2}', createdBy: "admin" },
    ]);
    const token = claimed[0]?.token ?? "";
    const whoami = await instance.request("GET", "/users/whoami", { token });
    expect(whoami.json()).toMatchObject({ username: "admin" });
    const version = await agent.say("version", { workspace: "main", hash });
    expect(version.json()).toMatchObject({ hash, content: ADD });
    expect(await agent.complete({ id, result: "3" })).toEqual({ refused: [], claimed: [] });
    expect(await jobOf(id)).toMatchObject({ status: "success", result: 3, worker: "agent" });
  });

  it("answers who waits for the job", async () => {
    const path = `/jobs/run_wait_result/p/u/admin/add?tag=${tag}`;
    const waiting = instance.request("POST", path, { body: { a: 1, b: 2 } });
    let claimed: { id: string }[] = [];
    while (claimed.length === 0) {
      claimed = await agent.claim(1);
    }
    await agent.complete({ id: claimed[0]?.id, result: "33" });
    expect((await waiting).text).toBe("33");
  });

  it("is let in nowhere else, and nobody else is let in here", async () => {
    const { token } = agent;
    for (const path of ["/users/whoami", "/jobs", "/scripts", "//api/workers", "//api/limits"]) {
      expect(codeOf(await instance.request("GET", path, { token }))).toEqual([
        401,
        "unauthenticated",
      ]);
    }
    const headers = { "operate-agent-protocol": "1" };
    for (const [message, body] of MESSAGES) {
      const path = `//agent/workers/${agent.workerId}/${message}`;
      const answer = await instance.request("POST", path, { headers, body });
      expect(codeOf(answer)).toEqual([401, "unauthenticated"]);
    }
  });

  it("is refused by name if it speaks another protocol", async () => {
    for (const protocol of ["0", "2", "x"]) {
      const answer = await instance.request("POST", "//agent/workers", {
        token: agent.token,
        headers: { "operate-agent-protocol": protocol },
        body: {},
      });
      expect(codeOf(answer)).toEqual([400, "unsupported-protocol"]);
      expect(answer.text).toContain(`speaks protocol ${protocol}, this server 1`);
    }
  });

  it("cannot serve a tag or take the id of others", async () => {
    expect(codeOf(await agent.register({ tags: [tag, "default"] }))).toEqual([403, "forbidden"]);
    expect((await agent.register()).status).toBe(200);
    expect(codeOf(await stranger.register({ id: agent.workerId }))).toEqual([409, "conflict"]);
  });

  it.each(MESSAGES)("cannot say %s for the worker of another token", async (message, body) => {
    const id = await start();
    await agent.claim(1);
    const answer = await stranger.say(message, body, agent.workerId);
    expect(codeOf(answer)).toEqual([404, "not-found"]);
    expect((await stranger.say(message, body, randomUUID())).status).toBe(404);
    expect(await agent.complete({ id })).toMatchObject({ refused: [] });
  });

  it("cannot end, fill or read a job that it does not hold", async () => {
    const id = await start();
    expect((await agent.say("version", { workspace: "main", hash })).status).toBe(404);
    await agent.claim(1);
    expect((await stranger.say("version", { workspace: "main", hash })).status).toBe(404);
    expect(await stranger.complete({ id })).toMatchObject({ refused: [id] });
    const piece = { id, attempt: 1, sequence: 1, kind: "log", content: "forged" };
    expect((await stranger.say("output", { pieces: [piece] })).status).toBe(200);
    expect((await agent.say("output", { pieces: [{ ...piece, attempt: 2 }] })).status).toBe(200);
    expect(await agent.complete({ id, attempt: 2 })).toMatchObject({ refused: [id] });
    expect((await instance.request("GET", `/jobs/${id}/logs`)).text).not.toContain("forged");
    expect(await jobOf(id)).toMatchObject({ status: "running" });
    await agent.complete({ id });
  });

  it("cannot answer who waits for a job of another by saying that it repeats itself", async () => {
    const path = `/jobs/run_wait_result/p/u/admin/add?tag=${tag}`;
    const waiting = instance.request("POST", path, { body: { a: 1, b: 2 } });
    let claimed: { id: string }[] = [];
    while (claimed.length === 0) {
      claimed = await agent.claim(1);
    }
    const id = claimed[0]?.id ?? "";
    expect(await stranger.complete({ id, result: '"forged"' }, true)).toMatchObject({
      refused: [id],
    });
    await agent.complete({ id, result: '"true"' });
    await stranger.complete({ id, result: '"forged"' }, true);
    expect((await waiting).text).toBe('"true"');
    expect(await jobOf(id)).toMatchObject({ result: "true" });
  });

  it("reads large arguments of its own attempts alone", async () => {
    const path = `/jobs/run/p/u/admin/add?tag=${tag}`;
    const args = { a: "x".repeat(300_000), b: 2 };
    const id = (await instance.request("POST", path, { body: args })).text;
    const wanted = { id, attempt: 1 };
    expect((await agent.say("arguments", wanted)).status).toBe(404);
    expect(await agent.claim(1)).toMatchObject([{ id, args: null }]);
    const answer = await agent.say("arguments", wanted);
    expect(JSON.parse(Object(answer.json()).args)).toEqual(args);
    expect((await stranger.say("arguments", wanted)).status).toBe(404);
    expect((await agent.say("arguments", { id, attempt: 2 })).status).toBe(404);
    await agent.complete({ id });
  });

  it("is told what the arguments of its own attempts refer to, and the secrets of no other", async () => {
    const variable = { path: "u/admin/kept", value: "kept apart", is_secret: true };
    await instance.request("POST", "/variables", { body: variable });
    const path = `/jobs/run/p/u/admin/add?tag=${tag}`;
    const args = { a: "$var:u/admin/kept", b: 2 };
    const id = (await instance.request("POST", path, { body: args })).text;
    const wanted = { id, attempt: 1 };
    expect((await agent.say("resolve", wanted)).status).toBe(404);
    expect(await agent.claim(1)).toMatchObject([{ id, args: JSON.stringify(args) }]);
    expect((await agent.say("resolve", wanted)).json()).toEqual({
      args: '{"a":"kept apart","b":2}',
      secrets: ["kept apart"],
    });
    for (const message of ["resolve", "secrets"]) {
      expect((await stranger.say(message, { ...wanted, masked: [] })).status).toBe(404);
    }
    await agent.complete({ id });
  });

  it("may repeat what got lost, and changes nothing by it", async () => {
    const id = await start();
    await agent.claim(1);
    const lost = await agent.say("exchange", {
      ...{ completions: [], claim: 0, known: [], isRepeated: true },
    });
    expect(Object(lost.json()).claimed).toMatchObject([{ id, attempt: 1 }]);
    expect(await agent.complete({ id, result: "3" })).toMatchObject({ refused: [] });
    expect(await agent.complete({ id, result: "4" }, true)).toMatchObject({ refused: [] });
    expect(await agent.complete({ id, result: "5" })).toMatchObject({ refused: [id] });
    expect(await jobOf(id)).toMatchObject({ result: 3 });
  });

  it.each([
    ["is no JSON", "{", "is no JSON"],
    ["is nothing", "", "is no JSON"],
    ["is too long", JSON.stringify("x".repeat(5_000)), "more than 4096 bytes"],
  ])("ends a job as a failure whose result %s", async (_, result, words) => {
    const id = await start();
    await agent.claim(1);
    await agent.complete({ id, result });
    const job = await jobOf(id);
    expect([job.status, job.result.error.name]).toEqual(["failure", "ResultError"]);
    expect(job.result.error.message).toContain(words);
  });

  it("cannot send a body, an output or a stream without end", async () => {
    const id = await start();
    await agent.claim(1);
    const log = (sequence: number, content: string, kind = "log") => ({
      pieces: [{ id, attempt: 1, sequence, kind, content }],
    });
    const tooLarge = await agent.say("output", log(1, "x".repeat(2 * 4096 + 1024 * 1024)));
    expect(codeOf(tooLarge)).toEqual([413, "too-large"]);
    const some = "x".repeat(500_000);
    expect((await agent.say("output", log(1, some))).status).toBe(200);
    expect((await agent.say("output", log(2, some))).status).toBe(200);
    const more = "y".repeat(500_000);
    expect(codeOf(await agent.say("output", log(3, more)))).toEqual([413, "too-large"]);
    const faults = [log(4, "x\0"), log(5, "{", "chunk"), log(0, "x"), log(2 ** 31, "x")];
    for (const fault of faults) {
      expect(codeOf(await agent.say("output", fault))).toEqual([400, "invalid-input"]);
    }
    expect((await instance.request("GET", `/jobs/${id}/logs`)).text).not.toContain("y");
    await agent.complete({ id });
  });

  it.each([
    ["[]", "invalid-body"],
    ["{", "invalid-body"],
    ['{"completions":[{}],"claim":0,"known":[],"isRepeated":false}', "invalid-input"],
    ['{"completions":[],"claim":1e9,"known":[],"isRepeated":false}', "invalid-input"],
    ['{"completions":[],"claim":-1,"known":[],"isRepeated":false}', "invalid-input"],
    ['{"completions":[],"claim":1,"known":["x"],"isRepeated":false}', "invalid-input"],
  ])("is told what is wrong with %s", async (body, code) => {
    expect(codeOf(await agent.say("exchange", body))).toEqual([400, code]);
  });

  it("sees jobs of its workspace alone, if its token has one", async () => {
    const made = await instance.request("POST", "//api/workspaces", { body: { id: tag } });
    expect(made.status).toBe(201);
    const id = await start();
    const bound = await newAgent(instance, { tags: [tag], workspace: tag });
    await bound.register();
    expect(await bound.claim(8)).toEqual([]);
    expect(await agent.claim(8)).toMatchObject([{ id }]);
    await agent.complete({ id });
  });

  it("learns at once that jobs may be there, and which of its own are canceled", async () => {
    const id = await start();
    await agent.claim(1);
    const first = Object((await agent.say("news", { after: "" })).json());
    const asked = agent.say("news", { after: first.place });
    await instance.request("POST", `/jobs/${id}/cancel`);
    const second = Object((await asked).json());
    expect([first.canceled, second.canceled]).toEqual([[], [id]]);
    const beat = await agent.say("heartbeat", { known: [id] });
    const nothing = { unmasked: [], claimed: [], isAnyWaiting: false };
    expect(beat.json()).toEqual({ alive: true, canceled: [id], ...nothing });
    await agent.complete({ id, status: "canceled" });
  });

  it("is refused from the moment its token is revoked, and its job is given to others", async () => {
    const id = await start();
    await agent.claim(1);
    const revoked = await instance.request("DELETE", `//api/agent_tokens/${agent.tokenId}`);
    expect(revoked.json()).toEqual({ id: agent.tokenId, revoked: true });
    for (const [message, body] of MESSAGES) {
      expect((await agent.say(message, body)).status).toBe(401);
    }
    expect(await jobOf(id)).toMatchObject({ status: "queued", attempt: 1 });
  });

  it("is refused when its token expires", async () => {
    await query("update agent_tokens set expires_at = now() where id = $1", [agent.tokenId]);
    expect(codeOf(await agent.say("heartbeat", { known: [] }))).toEqual([401, "unauthenticated"]);
  });
});
