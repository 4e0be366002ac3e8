import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const Created = z.object({ token: z.string() });

const CALL = `
async function call(method: string, path: string, body?: object) {
  const { OPERATE_BASE_URL, OPERATE_TOKEN, OPERATE_WORKSPACE } = Deno.env.toObject();
  const answer = await fetch(OPERATE_BASE_URL + "/api/w/" + OPERATE_WORKSPACE + path, {
    method,
    headers: { authorization: "Bearer " + OPERATE_TOKEN, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, ...(await answer.json()) };
}`;
const COUNT = `${CALL}
export async function main() {
  const { value } = await call("GET", "/state/" + Deno.env.get("WM_STATE_PATH"));
  const { status } = await call("PUT", "/state/" + Deno.env.get("WM_STATE_PATH"), { value: (value ?? 0) + 1 });
  return [value, status];
}`;
const PROGRESS = `${CALL}
export async function main(other: string) {
  const OPERATE_JOB_ID = Deno.env.get("OPERATE_JOB_ID");
  const { percent } = await call("POST", "/jobs/" + OPERATE_JOB_ID + "/progress", { percent: 40 });
  const { progress } = await call("GET", "/jobs/" + OPERATE_JOB_ID);
  const { status } = await call("POST", "/jobs/" + other + "/progress", { percent: 1 });
  const { code } = await call("POST", "/jobs/" + OPERATE_JOB_ID + "/progress", { percent: 101 });
  return [percent, progress, status, code];
}`;

describe("state", () => {
  let instance: TestInstance;
  let ben: string;
  beforeAll(async () => {
    // The server listens on loopback.
    instance = await testInstance({ environment: { OPERATE_EGRESS_ALLOW: "127.0.0.1" } });
    await instance.deploy("f/state/count", COUNT);
    await instance.deploy("f/state/progress", PROGRESS);
    await instance.request("POST", "/users", { body: { username: "ben", role: "operator" } });
    ben = Created.parse(
      (await instance.request("POST", "/tokens", { body: { owner: "ben" } })).json(),
    ).token;
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const run = (path: string, body: object, token = instance.token) =>
    instance.request("POST", `/jobs/run_wait_result/p/${path}`, { token, body });

  it("is remembered from job to job of a script, whoever runs it", async () => {
    expect((await run("f/state/count", {})).json()).toEqual([null, 200]);
    expect((await run("f/state/count", {}, ben)).json()).toEqual([1, 200]);
    expect((await instance.request("GET", "/state/f/state/count")).json()).toEqual({
      path: "f/state/count",
      value: 2,
    });
  });

  it("is set by those who may change the script, and forgotten with null", async () => {
    const set = (value: unknown, token = instance.token, path = "f/state/set") =>
      instance.request("PUT", `/state/${path}`, { token, body: { value } });
    expect((await set({ a: [1] })).json()).toEqual({ path: "f/state/set", value: { a: [1] } });
    expect((await set(1, ben)).status).toBe(403);
    expect((await set(1, ben, "u/admin/set")).status).toBe(404);
    expect((await set("x".repeat(1024 * 1024))).status).toBe(413);
    expect((await set(null)).status).toBe(200);
    const answer = await instance.request("GET", "/state/f/state/set");
    expect(answer.json()).toMatchObject({ value: null });
  });

  it("says how far a job is, by its own token alone", async () => {
    const other = await instance.request("POST", "/jobs/run/p/f/state/count?scheduled_in_secs=900");
    const answer = await run("f/state/progress", { other: other.text });
    expect(answer.json()).toEqual([40, 40, 403, "invalid-input"]);
    const id = answer.headers.get("x-job-id");
    const ended = await instance.request("GET", `/jobs/${id}`);
    expect(ended.json()).toMatchObject({ progress: null });
    const path = `/jobs/${other.text}/progress`;
    expect((await instance.request("POST", path, { body: { percent: 1 } })).status).toBe(403);
  });
});
