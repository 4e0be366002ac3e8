import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const SECRET = "qu1te-secret-thing";
const Created = z.object({ token: z.string() });

describe("references in arguments", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance();
    await variable("f/refs/plain", "a plain value");
    await variable("f/refs/secret", SECRET, true);
    await variable("u/admin/own", "mine");
    await resource("f/refs/db", { host: "db", port: 5432, password: "$var:f/refs/secret" });
    await instance.deploy("f/refs/echo", "export function main(value: unknown) { return value; }");
    await instance.deploy(
      "f/refs/length",
      "export function main(db: { port: number; password: string }) { return db.password.length; }",
      { validate_args: true },
    );
    await instance.deploy(
      "f/refs/event",
      `export function preprocessor({ body }: { body: unknown }) { return { value: body }; }
       export function main(value: unknown) { return value; }`,
    );
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const variable = (path: string, value: string, is_secret = false) =>
    instance.request("POST", "/variables", { body: { path, value, is_secret } });
  const resource = (path: string, value: unknown) =>
    instance.request("POST", "/resources", { body: { path, value, resource_type: "x" } });
  const run = (script: string, body: unknown, token = instance.token) =>
    instance.request("POST", `/jobs/run_wait_result/p/f/refs/${script}`, { body, token });
  const tokenOf = async (body: object) =>
    Created.parse((await instance.request("POST", "/tokens", { body })).json()).token;

  it("gives the script what they stand for, at any depth, and stores the reference alone", async () => {
    const value = { text: "$var:f/refs/plain", list: [1.5, { db: "$res:f/refs/db" }] };
    const answer = await run("echo", { value });
    expect(answer.json()).toEqual({
      text: "a plain value",
      list: [1.5, { db: { host: "db", port: 5432, password: "***" } }],
    });
    const job = await instance.request("GET", `/jobs/${answer.headers.get("x-job-id")}`);
    expect(job.json()).toMatchObject({ args: { value } });
    expect((await run("length", { db: "$res:f/refs/db" })).text).toBe(`${SECRET.length}`);
  });

  it("leaves alone what only looks like one, and the rest of the arguments as it was sent", async () => {
    const sent = '{"value":{"$var:f/refs/plain":["x $var:f/refs/plain",12345678901234567890,""]}}';
    const headers = { "content-type": "application/json" };
    const path = "/jobs/run_wait_result/p/f/refs/echo";
    const answer = await instance.request("POST", path, { headers, body: sent });
    expect(answer.json()).toEqual(JSON.parse(sent).value);
  });

  it("resolves them in large arguments", async () => {
    const padding = "x".repeat(300_000);
    const { text } = await run("echo", { value: ["$var:f/refs/plain"], padding });
    expect(text).toBe('["a plain value"]');
  });

  it.each([
    ["$var:f/refs/nobody", "There is no variable f/refs/nobody that admin may read."],
    ["$res:f/refs/nobody", "There is no resource f/refs/nobody that admin may read."],
    ["$res:somewhere", "must look like"],
  ])("fails the job for %s, and the request where arguments are checked", async (value, words) => {
    const failed = await run("echo", { value });
    expect(failed.text).toContain(words);
    expect(failed.headers.get("x-job-status")).toBe("failure");
    const refused = await run("length", { db: value });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining(words)]);
  });

  it("checks what they stand for, and tells nothing of it", async () => {
    const refused = await run("length", { db: { port: "$var:f/refs/secret", password: "" } });
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining("/db/port")]);
    expect(refused.text).not.toContain(SECRET);
  });

  it("reads with the rights of the job's owner", async () => {
    await instance.request("POST", "/users", { body: { username: "ben", role: "operator" } });
    const ben = await tokenOf({ owner: "ben" });
    expect((await run("echo", { value: "$var:f/refs/plain" }, ben)).text).toBe('"a plain value"');
    const id = await instance.request("POST", "/jobs/run/p/f/refs/echo", {
      token: ben,
      body: { value: "$var:u/admin/own" },
    });
    const { text } = await instance.request("GET", `/jobs/${id.text}/result?wait=60`);
    expect(text).toContain("There is no variable u/admin/own that ben may read");
  });

  it("takes them only of tokens that may read the same", async () => {
    const value = "$var:f/refs/plain";
    const scope = "jobs:run:scripts:f/refs/echo";
    const runner = await tokenOf({ scopes: [scope] });
    expect((await run("echo", { value: 1 }, runner)).text).toBe("1");
    const refused = await run("echo", { value }, runner);
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining("secrets:read")]);
    const reader = await tokenOf({ scopes: ["jobs:run", "variables:read", "secrets:read"] });
    expect((await run("echo", { value }, reader)).text).toBe('"a plain value"');
    expect((await run("echo", { value: "$res:f/refs/db" }, reader)).status).toBe(403);
  });

  it("takes an event for what it is: data of others", async () => {
    const answer = await run("event", { text: "$var:f/refs/secret" });
    expect(answer.json()).toEqual({ text: "$var:f/refs/secret" });
  });
});
