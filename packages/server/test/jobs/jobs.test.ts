import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const SLEEP =
  "export async function main(ms: number) { await new Promise((r) => setTimeout(r, ms)); return 'slept'; }";

describe("jobs", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    // The server listens on loopback.
    instance = await testInstance({ environment: { OPERATE_EGRESS_ALLOW: "127.0.0.1" } });
    await instance.deploy("u/admin/sleep", SLEEP);
    await instance.deploy(
      "u/admin/talk",
      "export function main(a: number) { console.log('said', a); return a; }",
    );
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const start = async (path: string, body: object) =>
    (await instance.request("POST", `/jobs/run/p/${path}`, { body })).text;

  it("W22 shows a job from its start to its end", async () => {
    const id = await start("u/admin/talk", { a: 4 });
    const result = await instance.request("GET", `/jobs/${id}/result?wait=20`);
    expect([result.status, result.text]).toEqual([200, "4"]);
    const job = Object((await instance.request("GET", `/jobs/${id}`)).json());
    expect(job).toMatchObject({
      id,
      status: "success",
      kind: "script",
      path: "u/admin/talk",
      hash: expect.stringMatching(/^[0-9a-f]{16}$/),
      args: { a: 4 },
      result: 4,
      created_by: "admin",
      trigger: "webhook",
      attempt: 1,
      logs_tail: "said 4\n",
      cancel: null,
    });
    expect(job.duration_ms).toBeGreaterThanOrEqual(0);
    expect(Date.parse(job.completed_at)).toBeGreaterThanOrEqual(Date.parse(job.started_at));
  });

  it("W22 answers 202 with the status until there is a result", async () => {
    const id = await start("u/admin/sleep", { ms: 60_000 });
    const pending = await instance.request("GET", `/jobs/${id}/result?wait=0.05`);
    expect(pending.status).toBe(202);
    expect(pending.json()).toMatchObject({ id, status: expect.stringMatching(/queued|running/) });
    await instance.request("POST", `/jobs/${id}/cancel`, { body: {} });
  });

  it("W22 shapes a result like the sync answer", async () => {
    const special =
      "export function main() { return { getOperate_status_code: 201, result: 'x' }; }";
    await instance.deploy("u/admin/special", special);
    const id = await start("u/admin/special", {});
    const answer = await instance.request("GET", `/jobs/${id}/result?wait=20`);
    expect([answer.status, answer.text]).toEqual([201, '"x"']);
  });

  it("X16 ends a running job within a second of its cancel", async () => {
    const id = await start("u/admin/sleep", { ms: 60_000 });
    await expect
      .poll(async () => Object((await instance.request("GET", `/jobs/${id}`)).json()).status)
      .toBe("running");
    const body = { reason: "enough" };
    const asked = await instance.request("POST", `/jobs/${id}/cancel`, { body });
    expect(asked.json()).toEqual({ id, status: "running" });
    await instance.request("GET", `/jobs/${id}/result?wait=10`);
    const job = Object((await instance.request("GET", `/jobs/${id}`)).json());
    expect(job).toMatchObject({ status: "canceled", cancel: { by: "admin", reason: "enough" } });
    expect(Date.parse(job.completed_at) - Date.parse(job.cancel.at)).toBeLessThan(1000);
  });

  it("X16 gives the whole log as text", async () => {
    const id = await start("u/admin/talk", { a: 5 });
    await instance.request("GET", `/jobs/${id}/result?wait=20`);
    const logs = await instance.request("GET", `/jobs/${id}/logs`);
    expect(logs.headers.get("content-type")).toMatch(/^text\/plain/);
    expect(logs.text).toBe("said 5\n");
  });

  it("X16 lists jobs newest first, filtered, page by page", async () => {
    await instance.deploy("u/admin/listed", "export function main() { return 1; }");
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      ids.unshift(await start("u/admin/listed", {}));
    }
    const Page = z.object({
      items: z.array(z.object({ id: z.string() })),
      next_cursor: z.string().nullable(),
    });
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const answer = await instance.request("GET", `/jobs?path=u/admin/listed&limit=2${query}`);
      const page = Page.parse(answer.json());
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(ids);
    expect((await instance.request("GET", "/jobs?cursor=nonsense")).status).toBe(400);
  });

  it("ends a job at its script's timeout", async () => {
    await instance.deploy("u/admin/slow", SLEEP, { timeout_seconds: 1 });
    const answer = await instance.request("POST", "/jobs/run_wait_result/p/u/admin/slow", {
      body: { ms: 60_000 },
    });
    expect(answer.json()).toMatchObject({ error: { name: "TimeoutError" } });
    expect(answer.headers.get("x-job-status")).toBe("failure");
  });

  it("runs a script within the limits that it was deployed with", async () => {
    const content = `import { getHeapStatistics } from "node:v8";
      export async function main() {
        globalThis.calls = (globalThis.calls ?? 0) + 1;
        const refusal = await Deno.connect({ port: 1 }).catch((error) => error);
        const heap = getHeapStatistics().heap_size_limit / 2 ** 20;
        return [globalThis.calls, refusal.name, heap < 512];
      }`;
    const runs = async (path: string, settings: object) => {
      await instance.deploy(path, content, settings);
      const run = () => instance.request("POST", `/jobs/run_wait_result/p/${path}`);
      return [(await run()).json(), (await run()).json()];
    };
    const limited = { network: false, memory_mib: 100, fresh: true };
    expect(await runs("u/admin/usual", {})).toEqual([
      [1, "ConnectionRefused", false],
      [2, "ConnectionRefused", false],
    ]);
    expect(await runs("u/admin/limited", limited)).toEqual([
      [1, "NotCapable", true],
      [1, "NotCapable", true],
    ]);
    const script = await instance.request("GET", "/scripts/p/u/admin/limited");
    expect(script.json()).toMatchObject({ settings: limited });
    const wrong = { path: "u/admin/wrong", content, memory_mib: 1 };
    expect((await instance.request("POST", "/scripts", { body: wrong })).status).toBe(400);
  });

  it("gives a job its own token, good for its owner's rights while it runs", async () => {
    await instance.deploy(
      "u/admin/self",
      `export async function main() {
        const base = Deno.env.get("OPERATE_BASE_URL");
        const workspace = Deno.env.get("OPERATE_WORKSPACE");
        const token = Deno.env.get("OPERATE_TOKEN");
        const response = await fetch(base + "/api/w/" + workspace + "/users/whoami", {
          headers: { authorization: "Bearer " + token },
        });
        return { who: await response.json(), token, names: Object.keys(Deno.env.toObject()).sort() };
      }`,
    );
    const run = await instance.request("POST", "/jobs/run_wait_result/p/u/admin/self");
    const { who, token, names } = Object(run.json());
    expect(who).toMatchObject({ username: "admin", workspace: "main" });
    expect(names).toEqual(expect.arrayContaining(["OPERATE_JOB_ID", "OPERATE_TOKEN", "WM_TOKEN"]));
    expect(names).not.toContain("DATABASE_URL");
    expect((await instance.request("GET", "/users/whoami", { token })).status).toBe(401);
  });
});
