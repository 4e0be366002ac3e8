import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openEvents } from "../webhooks/event-reader.ts";

const ECHO = "export function main(text: string) { return { text }; }";
const PREPARED = `
export function preprocessor(event: { body: { text: string } }) { return event.body; }
export function main(text: string) { return text.length; }`;
const TEXT = `ü\\"${"larger than what lies with a job ".repeat(30_000)}`;
const LARGE = { text: TEXT };
const ECHO_AND_WAIT = "/jobs/run_wait_result/p/u/admin/echo";

describe("large arguments and results", () => {
  let instance: TestInstance;
  /** Takes requests and runs nothing, so whatever it knows of a job comes from the database. */
  let other: TestInstance;
  beforeAll(async () => {
    instance = await testInstance();
    const environment = { DATABASE_URL: instance.connectionString, OPERATE_TAGS: "nothing" };
    other = await testInstance({ environment });
    await instance.deploy("u/admin/echo", ECHO);
    await instance.deploy("u/admin/prepared", PREPARED);
  });
  afterAll(async () => {
    await other[Symbol.asyncDispose]();
    await instance[Symbol.asyncDispose]();
  });

  const servers = () => [
    ["the server that runs it", instance] as const,
    ["another server", other] as const,
  ];

  it("are what they were for whoever waits, here or at another server", async () => {
    for (const [name, server] of servers()) {
      const answer = await server.request("POST", ECHO_AND_WAIT, { body: LARGE });
      expect([name, answer.status, answer.json()]).toEqual([name, 200, LARGE]);
    }
  });

  it("are in the job, in its result and in its events", async () => {
    const body = LARGE;
    const { text: id } = await other.request("POST", "/jobs/run/p/u/admin/echo", { body });
    for (const [name, server] of servers()) {
      const result = await server.request("GET", `/jobs/${id}/result?wait=20`);
      expect([name, result.json()]).toEqual([name, LARGE]);
      const job = await server.request("GET", `/jobs/${id}`);
      expect([name, job.json()]).toEqual([
        name,
        expect.objectContaining({ args: LARGE, result: LARGE }),
      ]);
      await using events = await openEvents(server, ["GET", `/jobs/${id}/events`]);
      const end = (await events.rest()).find(({ event }) => event === "result");
      expect([name, end?.data]).toEqual([name, { id, status: "success", result: LARGE }]);
    }
    const list = await instance.request("GET", "/jobs?limit=200");
    expect(list.text).not.toContain("larger than");
  });

  it("X13 are the same again for the same Idempotency-Key", async () => {
    const headers = { "idempotency-key": "large" };
    for (const [name, server] of servers()) {
      const answer = await server.request("POST", ECHO_AND_WAIT, { body: LARGE, headers });
      const isReplayed = answer.headers.get("idempotent-replayed") === "true";
      expect([name, isReplayed, answer.json()]).toEqual([name, server === other, LARGE]);
    }
  });

  it("X9 come to a preprocessor as the request that they were", async () => {
    for (const [name, server] of servers()) {
      const path = "/jobs/run_wait_result/p/u/admin/prepared";
      const answer = await server.request("POST", path, { body: LARGE });
      expect([name, answer.json()]).toEqual([name, TEXT.length]);
    }
  });
});
