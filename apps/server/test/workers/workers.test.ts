import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import type { Program } from "@getoperate/testing/program";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WAYS } from "./ways.ts";

const ADD = "export function main(a: number, b: number) { console.log('adding'); return a + b; }";

describe.each(WAYS)("a worker $name", ({ start }) => {
  let server: TestInstance;
  let worker: Program;
  beforeAll(async () => {
    server = await testInstance({ environment: { OPERATE_MODE: "server" } });
    worker = await start(server, { OPERATE_TAGS: "default,gpu", OPERATE_HEALTH_PORT: "0" });
  }, 60_000);
  afterAll(async () => {
    await worker[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  it("runs what the server takes", async () => {
    await server.deploy("u/admin/add", ADD);
    const answer = await server.request("POST", "/jobs/run_wait_result/p/u/admin/add", {
      body: { a: 2, b: 3 },
    });
    expect([answer.status, answer.text]).toEqual([200, "5"]);
  });
});
