import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const NAP = `export async function main(customer: string, ms: number) {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return customer;
}`;
const ONE_A_CUSTOMER = { concurrency: { limit: 1, key: "$args.customer" } };

describe("waiting jobs", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance();
    await instance.deploy("u/admin/nap", NAP, ONE_A_CUSTOMER);
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const start = async (body: object, query = "") =>
    (await instance.request("POST", `/jobs/run/p/u/admin/nap?${query}`, { body })).text;
  const job = async (id: string) => Object((await instance.request("GET", `/jobs/${id}`)).json());
  const cancel = (id: string) => instance.request("POST", `/jobs/${id}/cancel`);
  const polled = (id: string, field: string) =>
    expect.poll(async () => (await job(id))[field], { timeout: 10_000 });

  it("say that no worker serves their tag", async () => {
    const { waiting } = await job(await start({ customer: "a", ms: 1 }, "tag=gpu"));
    expect(waiting).toEqual({ reason: "no-worker", tag: "gpu" });
  });

  it("say until when they are scheduled", async () => {
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const id = await start({ customer: "a", ms: 1 }, `scheduled_for=${encodeURIComponent(at)}`);
    expect((await job(id)).waiting).toEqual({ reason: "scheduled", until: at });
  });

  it("wait while a limit of their script is reached, apart for each key, and say so", async () => {
    const running = await start({ customer: "acme", ms: 60_000 });
    await polled(running, "status").toBe("running");
    expect((await job(running)).waiting).toBeNull();
    const first = await start({ customer: "acme", ms: 1 });
    const second = await start({ customer: "acme", ms: 1 });
    const other = await instance.request("POST", "/jobs/run_wait_result/p/u/admin/nap", {
      body: { customer: "other", ms: 1 },
    });
    expect(other.text).toBe('"other"');
    const reached = { reason: "limit-reached", limit: 1, key: "acme", more: false };
    await polled(first, "waiting").toEqual({ ...reached, ahead: 0 });
    await polled(second, "waiting").toEqual({ ...reached, ahead: 1 });
    const queued = await instance.request("GET", "/jobs?status=queued");
    expect(queued.text).toContain(first);
    await cancel(running);
    await polled(second, "status").toBe("success");
    const [one, two] = [await job(first), await job(second)];
    expect(Date.parse(two.started_at)).toBeGreaterThanOrEqual(Date.parse(one.completed_at));
  });

  it("are limited by a setting of a version that only means arguments by $args", async () => {
    const versions = [
      await instance.deploy("u/admin/nap", NAP, ONE_A_CUSTOMER),
      await instance.deploy("u/admin/nap", NAP, {
        concurrency: { key: "$args.customer", limit: 1 },
      }),
      await instance.deploy("u/admin/nap", NAP, { concurrency: { limit: 2 } }),
    ];
    expect(versions[1]).toBe(versions[0]);
    expect(versions[2]).not.toBe(versions[0]);
    const body = { path: "u/admin/nap", content: NAP, concurrency: { limit: 1, key: "$customer" } };
    const refused = await instance.request("POST", "/scripts", { body });
    expect([refused.status, Object(refused.json()).errors[0].pointer]).toEqual([
      400,
      "/concurrency/key",
    ]);
  });
});
