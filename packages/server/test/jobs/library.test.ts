import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const SECRET = "a-secret-of-the-library";

const USE = `
import {
  getResource, getState, getVariable, OperateError, runScript, runScriptAsync, setProgress, setState,
  waitForJob,
} from "operate";
export async function main() {
  const count: number = (await getState()) ?? 0;
  await setState(count + 1);
  await setProgress(50);
  const secret = await getVariable("f/lib/secret");
  console.log("the secret is", secret);
  const { host } = await getResource("f/lib/db");
  const id = await runScriptAsync("f/lib/double", { n: 4 });
  const failure = await runScript("f/lib/fail").catch((error) => error);
  return {
    count, host, secret,
    doubled: [await runScript("f/lib/double", { n: 3 }), await waitForJob(id)],
    failure: [failure instanceof OperateError, failure.message.replace(/^Job \\S+/, "Job")],
    missing: (await getVariable("f/lib/nobody").catch((error) => error)).message,
  };
}`;

describe("the library that scripts import", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance();
    const variable = { path: "f/lib/secret", value: SECRET, is_secret: true };
    await instance.request("POST", "/variables", { body: variable });
    const resource = { path: "f/lib/db", value: { host: "db" }, resource_type: "x" };
    await instance.request("POST", "/resources", { body: resource });
    await instance.deploy("f/lib/double", "export function main(n: number) { return 2 * n; }");
    await instance.deploy("f/lib/fail", "export function main() { throw new Error('no luck'); }");
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  it("reaches the platform with the job's own rights, without a network", async () => {
    const body = { path: "f/lib/use", content: USE };
    const deployed = await instance.request("POST", "/scripts", { body });
    expect(deployed.json()).toMatchObject({ warnings: [] });
    const run = () => instance.request("POST", "/jobs/run_wait_result/p/f/lib/use");
    expect((await run()).json()).toEqual({
      count: 0,
      host: "db",
      secret: "***",
      doubled: [6, 8],
      failure: [true, "Job ended as failure: no luck"],
      missing: "There is no variable f/lib/nobody.",
    });
    const again = await run();
    expect(again.json()).toMatchObject({ count: 1 });
    const id = again.headers.get("x-job-id");
    const job = await instance.request("GET", `/jobs/${id}`);
    expect(job.json()).toMatchObject({ logs_tail: "the secret is ***\n" });
    const children = await instance.request("GET", `/jobs?parent=${id}`);
    expect(Object(children.json()).items).toHaveLength(3);
  });

  it("asks nothing outside of the workspace", async () => {
    const script = `
      import { getVariable } from "operate";
      export const main = (path: string) => getVariable(path).catch((error) => error.message);`;
    await instance.deploy("f/lib/ask", script);
    const path = "../../../../limits";
    const run = "/jobs/run_wait_result/p/f/lib/ask";
    const answer = await instance.request("POST", run, { body: { path } });
    expect(answer.text).toBe('"There is no such route."');
  });
});
