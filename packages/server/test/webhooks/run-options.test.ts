import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ORDER = `
/** @param item what is ordered */
export function main(item: string, count: number, at?: Date, size: "s" | "l" = "s") {
  return { item, count };
}`;
const NAP = `export async function main(ms: number) {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return "rested";
}`;
const OWN_ID = "3b241101-e2bb-4255-8caf-4136c566a962";

describe("options of a run", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance({ environment: { OPERATE_JOB_TIMEOUT_LIMIT: "7" } });
    await instance.deploy("u/admin/nap", NAP);
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const start = (query: string, ms = 1) =>
    instance.request("POST", `/jobs/run/p/u/admin/nap?${query}`, { body: { ms } });
  const job = async (id: string) => Object((await instance.request("GET", `/jobs/${id}`)).json());

  it("X2 starts a scheduled job when its time has come, and not before", async () => {
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const [soon, far] = [
      await start("scheduled_in_secs=1"),
      await start(`scheduled_for=${encodeURIComponent(later)}`),
    ];
    const ended = await instance.request("GET", `/jobs/${soon.text}/result?wait=20`);
    expect(ended.text).toBe('"rested"');
    const { created_at, started_at, status } = await job(soon.text);
    expect(status).toBe("success");
    expect(Date.parse(started_at) - Date.parse(created_at)).toBeGreaterThanOrEqual(1_000);
    expect(await job(far.text)).toMatchObject({ status: "queued", scheduled_for: later });
    const queued = await instance.request("GET", "/jobs?status=queued");
    expect(queued.text).toContain(far.text);
  });

  it("X2 keeps a job of another tag for its workers, with the priority asked for", async () => {
    const { text: id } = await start("tag=gpu&priority=7");
    expect(await job(id)).toMatchObject({ status: "queued", tag: "gpu", priority: 7 });
    await instance.request("POST", `/jobs/${id}/cancel`);
  });

  it("X2 ends a job at the time the caller allows, and cuts it to the instance's", async () => {
    const short = await instance.request(
      "POST",
      "/jobs/run_wait_result/p/u/admin/nap?timeout=1&error_status=504",
      { body: { ms: 5_000 } },
    );
    expect([short.status, Object(short.json()).error.name]).toEqual([504, "TimeoutError"]);
  });

  it("X2 takes the caller's id, and refuses one that is taken", async () => {
    const first = await start(`job_id=${OWN_ID}`);
    expect([first.status, first.text]).toEqual([201, OWN_ID]);
    const second = await start(`job_id=${OWN_ID}`);
    expect([second.status, Object(second.json()).code]).toEqual([409, "conflict"]);
    const list = await instance.request("GET", "/jobs?path=u/admin/nap&limit=1");
    expect(Object(list.json()).items[0].id).toBe(OWN_ID);
  });

  it.each([
    "scheduled_for=tomorrow",
    "scheduled_in_secs=-1",
    "scheduled_in_secs=1&scheduled_for=2030-01-01T00:00:00Z",
    "priority=101",
    "timeout=0",
    "tag=a%20b",
    "job_id=7",
    "raw=yes",
  ])("X2 refuses %s and ignores names it does not know", async (query) => {
    const answer = await start(query);
    expect([answer.status, Object(answer.json()).code]).toEqual([400, "invalid-input"]);
    expect(Object(answer.json()).errors[0].pointer).toMatch(/^\/[a-z_]+$/);
    expect((await start("unknown=1")).status).toBe(201);
  });

  it("X2 refuses a schedule where somebody waits for the result", async () => {
    const address = "/jobs/run_wait_result/p/u/admin/nap?scheduled_in_secs=1";
    expect((await instance.request("POST", address)).status).toBe(400);
    const headers = { prefer: "respond-async" };
    expect((await instance.request("POST", address, { headers })).status).toBe(201);
  });

  it("X8 refuses arguments that do not fit, each fault with its JSON Pointer, before a job exists", async () => {
    await instance.deploy("u/admin/order", ORDER, { validate_args: true });
    const run = (body: object) =>
      instance.request("POST", "/jobs/run_wait_result/p/u/admin/order", { body });
    const bad = await run({ count: "many", at: "soon", size: "xl" });
    expect([bad.status, Object(bad.json()).code]).toEqual([400, "invalid-input"]);
    const pointers = Object(bad.json()).errors.map(({ pointer }: { pointer: string }) => pointer);
    expect(pointers.toSorted()).toEqual(["/at", "/count", "/item", "/size"]);
    const jobs = await instance.request("GET", "/jobs?path=u/admin/order");
    expect(Object(jobs.json()).items).toEqual([]);
    const good = await run({ item: "tea", count: 2, at: "2030-01-01T00:00:00Z" });
    expect(good.json()).toEqual({ item: "tea", count: 2 });
  });

  it("X8 takes whatever comes where the script does not ask for checks", async () => {
    await instance.deploy("u/admin/lax", ORDER);
    const body = { count: "many" };
    const answer = await instance.request("POST", "/jobs/run_wait_result/p/u/admin/lax", { body });
    expect(answer.status).toBe(200);
  });
});
