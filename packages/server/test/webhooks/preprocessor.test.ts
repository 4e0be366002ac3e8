import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const SCRIPT = `
interface Event { kind: string; body: { n: number }; raw_string: string; method: string;
  headers: Record<string, string>; query: Record<string, string> }
export async function preprocessor(event: Event) {
  if (event.query.fail) throw new TypeError("no such event");
  if (event.query.nothing) return undefined;
  return { n: event.body.n + 1, seen: [event.kind, event.method, event.raw_string, event.headers["x-sign"]] };
}
export function main(n: number, seen?: unknown) { return { n, seen }; }`;

describe("preprocessor", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance();
    await instance.deploy("u/admin/prepared", SCRIPT, { validate_args: true });
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const run = (query = "") =>
    instance.request("POST", `/jobs/run_wait_result/p/u/admin/prepared${query}`, {
      headers: { "x-sign": "s", "content-type": "application/json" },
      body: '{"n":  1}',
    });

  it("X9 makes main's arguments of the request", async () => {
    expect((await run()).json()).toEqual({
      n: 2,
      seen: ["webhook", "POST", '{"n":  1}', "s"],
    });
  });

  it("X9 is not asked where a typed call names the arguments", async () => {
    const input = { workspace: "main", path: "u/admin/prepared", args: { n: 5 } };
    const answer = await instance.request("POST", "//trpc/jobs.runByPathAndWait", { body: input });
    expect(Object(answer.json()).result.data.result).toEqual({ n: 5 });
  });

  it.each([
    ["?fail=1", "no such event"],
    ["?nothing=1", "must return an object"],
  ])("X9 fails the job with what goes wrong in it: %s", async (query, message) => {
    const answer = await run(query);
    expect(answer.headers.get("x-job-status")).toBe("failure");
    expect(answer.text).toContain(message);
  });

  it("X9 is shown with its script", async () => {
    const script = await instance.request("GET", "/scripts/p/u/admin/prepared");
    expect(Object(script.json()).has_preprocessor).toBe(true);
  });
});
