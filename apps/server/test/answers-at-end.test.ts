import {
  ADMIN_TOKEN,
  type Answer,
  type TestInstance,
  testInstance,
} from "@getoperate/testing/instance";
import { type ServerProcess, startServer } from "@getoperate/testing/server-process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const SCRIPT = `export async function main(ms: number, fault?: string) {
  await new Promise((resolve) => setTimeout(resolve, ms));
  if (fault !== undefined) throw new Error(fault);
  return "rested";
}`;
const LONG = { ms: 600_000 };

describe("the answer to a caller whose job another server runs", () => {
  /** Runs no jobs. */
  let asked: TestInstance;
  let runner: ServerProcess;
  beforeAll(async () => {
    const lease = { OPERATE_LEASE: "3" };
    asked = await testInstance({ environment: { OPERATE_TAGS: "nothing", ...lease } });
    runner = await startServer({
      DATABASE_URL: asked.connectionString,
      OPERATE_ADMIN_TOKEN: ADMIN_TOKEN,
      ...lease,
    });
    await asked.deploy("u/admin/nap", SCRIPT, { max_attempts: 1 });
  }, 60_000);
  afterAll(async () => {
    await runner.end("SIGTERM");
    await asked[Symbol.asyncDispose]();
  });

  const call = (body: object, query = ""): Promise<Answer> =>
    asked.request("POST", `/jobs/run_wait_result/p/u/admin/nap${query}`, { body });
  const running = async () => {
    const list = await asked.request("GET", "/jobs?status=running");
    return Object(list.json()).items.map(({ id }: { id: string }) => id);
  };
  const oneRunning = async (): Promise<string> => {
    await expect.poll(running, { timeout: 20_000, interval: 50 }).toHaveLength(1);
    return (await running())[0];
  };

  it.each([
    ["success", { ms: 300 }, "", '"rested"'],
    ["failure", { ms: 300, fault: "broken" }, "", '"broken"'],
    ["failure", LONG, "?timeout=1", '"TimeoutError"'],
  ])("X11 comes at its %s", async (status, body, query, part) => {
    const answer = await call(body, query);
    expect([answer.headers.get("x-job-status"), answer.text]).toEqual([
      status,
      expect.stringContaining(part),
    ]);
  });

  it("X11 comes when it is canceled", async () => {
    const answer = call(LONG);
    await asked.request("POST", `/jobs/${await oneRunning()}/cancel`, { body: {} });
    expect((await answer).headers.get("x-job-status")).toBe("canceled");
  });

  it("X11 comes when its worker was killed", { timeout: 60_000 }, async () => {
    const answer = call(LONG);
    await oneRunning();
    await runner.end("SIGKILL");
    const { headers, text } = await answer;
    expect([headers.get("x-job-status"), text]).toEqual([
      "failure",
      expect.stringContaining("worker was lost"),
    ]);
  });
});
