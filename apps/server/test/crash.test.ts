import { ADMIN_TOKEN } from "@getoperate/testing/instance";
import { dataFolder, startServer } from "@getoperate/testing/server-process";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const JOBS = 200;
const Ended = z.object({ status: z.string(), attempt: z.number() });

const SCRIPT = `export async function main(n: number, ms: number) {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return n;
}`;

describe("a server that is killed", () => {
  it(`ends all of ${JOBS} running and waiting jobs after a restart, none twice`, {
    timeout: 120_000,
  }, async () => {
    await using data = await dataFolder();
    const environment = {
      OPERATE_DATA: data.path,
      OPERATE_ADMIN_TOKEN: ADMIN_TOKEN,
      OPERATE_SLOTS: "4",
      OPERATE_LEASE: "3",
    };
    const first = await startServer(environment);
    await first.request("POST", "/scripts", { body: { path: "u/admin/nap", content: SCRIPT } });
    const start = async (n: number) => {
      const body = { n, ms: n % 4 === 0 ? 200 : 5 };
      const answer = await first.request("POST", "/jobs/run/p/u/admin/nap", { body });
      return { n, id: answer.text };
    };
    const acknowledged = await Promise.all(Array.from({ length: JOBS }, (_, n) => start(n)));
    const running = await first.request("GET", "/jobs?status=running");
    const waiting = await first.request("GET", "/jobs?status=queued");
    expect(Object(running.json()).items).not.toHaveLength(0);
    expect(Object(waiting.json()).items).not.toHaveLength(0);
    await first.end("SIGKILL");

    const second = await startServer(environment);
    for (const { n, id } of acknowledged) {
      const result = await second.request("GET", `/jobs/${id}/result?wait=60`);
      expect([result.status, result.text]).toEqual([200, String(n)]);
      const job = Ended.parse((await second.request("GET", `/jobs/${id}`)).json());
      expect(job.status).toBe("success");
      expect(job.attempt).toBeLessThanOrEqual(2);
    }
    const rest = await second.request("GET", "/jobs?status=queued");
    expect(Object(rest.json()).items).toHaveLength(0);
    expect(await second.end("SIGTERM")).toBe(0);
  });
});

describe("a start", () => {
  it("prints the token once, loses nothing over a restart, and stops cleanly on Ctrl-C", {
    timeout: 60_000,
  }, async () => {
    await using data = await dataFolder();
    const first = await startServer({ OPERATE_DATA: data.path });
    const token = /gop_u_\w+/.exec(first.printed())?.[0] ?? "";
    const run = "/jobs/run_wait_result/p/f/examples/hello";
    const started = await first.request("POST", run, { token, body: { name: "Ada" } });
    expect(started.json()).toEqual({ greeting: "Hello, Ada." });
    expect(await first.end("SIGINT")).toBe(0);

    const second = await startServer({ OPERATE_DATA: data.path });
    expect(second.printed()).not.toContain("gop_u_");
    const jobs = await second.request("GET", "/jobs?path=f/examples/hello", { token });
    expect(Object(jobs.json()).items).toHaveLength(1);
    expect(await second.end("SIGTERM")).toBe(0);
  });

  it("says which settings are wrong, and starts nothing", async () => {
    const started = startServer({ OPERATE_PORT: "http", OPERATE_BODY_LIMIT: "lots" });
    await expect(started).rejects.toThrow(/OPERATE_PORT must be .*OPERATE_BODY_LIMIT must be/);
  });
});
