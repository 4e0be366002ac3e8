import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const NAP = `export async function main(ms: number) {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return "rested";
}`;
const SYNC = "/jobs/run_wait_result/p/u/admin/nap";

describe("waiting for a job", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance({ environment: { OPERATE_SYNC_TIMEOUT: "2" } });
    await instance.deploy("u/admin/nap", NAP);
    await instance.deploy("u/admin/patient", NAP);
    await instance.deploy("u/admin/short", NAP, { cancel_on_disconnect: true });
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const job = async (id: string) => Object((await instance.request("GET", `/jobs/${id}`)).json());

  it("X12 answers 202 at the caller's deadline and lets the job go on", async () => {
    const headers = { prefer: "wait=0" };
    const answer = await instance.request("POST", SYNC, { body: { ms: 300 }, headers });
    const { id, status } = Object(answer.json());
    expect([answer.status, status]).toEqual([202, "running"]);
    expect(answer.headers.get("location")).toBe(`/api/w/main/jobs/${id}`);
    expect(answer.headers.get("retry-after")).toBe("1");
    expect(answer.headers.get("preference-applied")).toBe("wait=0");
    const result = await instance.request("GET", `/jobs/${id}/result?wait=20`);
    expect(result.text).toBe('"rested"');
  });

  it("X12 answers 202 at the instance's deadline, whatever the caller prefers", async () => {
    const headers = { prefer: "wait=1000" };
    const answer = await instance.request("POST", SYNC, { body: { ms: 4_000 }, headers });
    expect(answer.status).toBe(202);
    await instance.request("POST", `/jobs/${Object(answer.json()).id}/cancel`);
  });

  it.each(["run_wait_result", "run_and_stream"])(
    "X12 makes the address %s async for who prefers it",
    async (route) => {
      const headers = { prefer: "respond-async" };
      const answer = await instance.request("GET", `/jobs/${route}/p/u/admin/nap`, { headers });
      expect([answer.status, answer.headers.get("preference-applied")]).toEqual([
        201,
        "respond-async",
      ]);
      expect((await job(answer.text)).id).toBe(answer.text);
    },
  );

  it.each([
    ["goes on", "patient", "success"],
    ["is canceled where the script says so", "short", "canceled"],
  ])("X12 a job whose caller hangs up %s", async (_what, name, status) => {
    const hangUp = new AbortController();
    const { id } = await startedJob(name, hangUp.signal);
    hangUp.abort();
    const ended = await instance.request("GET", `/jobs/${id}/result?wait=20`);
    expect(ended.headers.get("x-job-status")).toBe(status);
  });

  /** Calls synchronously, and finds the job as soon as it runs. */
  async function startedJob(name: string, signal: AbortSignal): Promise<{ id: string }> {
    const url = `${instance.url}/api/w/main/jobs/run_wait_result/p/u/admin/${name}`;
    const headers = {
      authorization: `Bearer ${instance.token}`,
      "content-type": "application/json",
    };
    const body = JSON.stringify({ ms: 1_500 });
    void fetch(url, { method: "POST", headers, body, signal }).catch(() => undefined);
    let items: { id: string }[] = [];
    const running = async () => {
      const list = await instance.request("GET", `/jobs?path=u/admin/${name}&status=running`);
      items = Object(list.json()).items;
      return items;
    };
    await expect.poll(running, { timeout: 10_000, interval: 20 }).not.toHaveLength(0);
    // Asked once more, it may have ended by now.
    return items[0] ?? { id: "" };
  }
});
