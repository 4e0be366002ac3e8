import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

describe("scripts", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance();
  });
  afterAll(() => instance[Symbol.asyncDispose]());
  const deploy = (body: object, token?: string) =>
    instance.request("POST", "/scripts", { body, ...(token === undefined ? {} : { token }) });

  it("W1 has its webhooks as soon as it is deployed, with the schemas of arguments and result", async () => {
    const answer = await deploy({
      path: "u/admin/typed",
      content: `
        /** @param name who */
        export function main(name: string, times = 2, kind?: "a" | "b") {
          return { text: name.repeat(times), kind };
        }`,
    });
    expect(answer.status).toBe(201);
    expect(answer.json()).toMatchObject({
      path: "u/admin/typed",
      hash: expect.stringMatching(/^[0-9a-f]{16}$/),
      schema: {
        type: "object",
        required: ["name"],
        properties: {
          name: { type: "string", description: "who" },
          times: { type: "number", default: 2 },
          kind: { enum: ["a", "b"] },
        },
      },
      result_schema: { type: "object", properties: { text: { type: "string" } } },
      warnings: [],
    });
    const run = await instance.request("POST", "/jobs/run_wait_result/p/u/admin/typed", {
      body: { name: "x" },
    });
    expect(run.json()).toEqual({ text: "xx" });
  });

  it("keeps the version when the same source is deployed again, and makes one when it changed", async () => {
    const body = { path: "u/admin/same", content: "export function main() { return 1; }" };
    const first = Object((await deploy(body)).json()).hash;
    expect(Object((await deploy(body)).json()).hash).toBe(first);
    expect(Object((await deploy({ ...body, timeout_seconds: 5 })).json()).hash).not.toBe(first);
    const back = Object((await deploy(body)).json()).hash;
    const history = Object((await instance.request("GET", "/scripts/history/u/admin/same")).json());
    expect(history.items.map(({ hash }: { hash: string }) => hash)).toEqual([
      back,
      expect.any(String),
      first,
    ]);
  });

  it("gets a script by path and by hash, and lists what is not archived", async () => {
    const hash = await instance.deploy("f/team/listed", "export const main = () => 1;");
    const byPath = await instance.request("GET", "/scripts/p/f/team/listed");
    expect(byPath.json()).toMatchObject({ hash, is_latest: true, archived: false });
    expect((await instance.request("GET", `/scripts/h/${hash}`)).text).toBe(byPath.text);
    const listed = async () => (await instance.request("GET", "/scripts?path_prefix=f/team/")).text;
    expect(await listed()).toContain("f/team/listed");
    await instance.request("POST", "/scripts/archive/f/team/listed");
    expect(await listed()).not.toContain("f/team/listed");
    await instance.deploy("f/team/listed", "export const main = () => 1;");
    expect(await listed()).toContain("f/team/listed");
  });

  it.each([
    ["does not parse", "export function main( {", /^Line 1, column \d+/],
    ["has no main", "export function other() {}", /main/],
    ["has a main that cannot be called", "export const main = 4;", /main/],
  ])("refuses a script that %s, with the place", async (_what, content, words) => {
    const answer = await deploy({ path: "u/admin/refused", content });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({
      code: "invalid-script",
      detail: expect.stringMatching(words),
      errors: [{ pointer: "/content", detail: expect.stringMatching(/^Line \d+, column \d+/) }],
    });
    expect((await instance.request("GET", "/scripts/p/u/admin/refused")).status).toBe(404);
  });

  it("refuses a script over 1 MiB, counted in bytes", async () => {
    const content = `export function main() { return "${"é".repeat(524_288)}"; }`;
    const answer = await deploy({ path: "u/admin/long", content });
    expect([answer.status, Object(answer.json()).code]).toEqual([413, "too-large"]);
  });

  it("makes one version each of ten different deploys to one path at once", async () => {
    const deploys = Array.from({ length: 10 }, (_, index) =>
      deploy({ path: "u/admin/raced", content: `export function main() { return ${index}; }` }),
    );
    const statuses = (await Promise.all(deploys)).map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([201]));
    const history = Object(
      (await instance.request("GET", "/scripts/history/u/admin/raced")).json(),
    );
    expect(history.items).toHaveLength(10);
  });

  it("lets a developer deploy to own and shared folders, an operator to none", async () => {
    const tokenOf = async (username: string, role: string) => {
      await instance.request("POST", "/users", { body: { username, role } });
      const made = await instance.request("POST", "/tokens", { body: { owner: username } });
      return String(Object(made.json()).token);
    };
    const content = "export function main() { return 1; }";
    const [dev, op] = [await tokenOf("dev", "developer"), await tokenOf("op", "operator")];
    expect((await deploy({ path: "u/dev/x", content }, dev)).status).toBe(201);
    expect((await deploy({ path: "f/shared/x", content }, dev)).status).toBe(201);
    expect((await deploy({ path: "u/admin/x", content }, dev)).status).toBe(403);
    expect((await deploy({ path: "u/op/x", content }, op)).status).toBe(403);
    expect((await deploy({ path: "f/shared/y", content }, op)).status).toBe(403);
    const run = await instance.request("POST", "/jobs/run_wait_result/p/f/shared/x", { token: op });
    expect(run.text).toBe("1");
  });
});
