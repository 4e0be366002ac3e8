import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ASYNC = "/jobs/run/p/u/admin/answer";
const SYNC = "/jobs/run_wait_result/p/u/admin/answer";

describe("what senders ask before they send", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance();
    await instance.deploy("u/admin/answer", "export function main() { return 42; }");
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const jobs = async () =>
    Object((await instance.request("GET", "/jobs?path=u/admin/answer")).json()).items.length;

  it.each([ASYNC, SYNC])("X1 runs nothing for HEAD %s", async (address) => {
    const before = await jobs();
    const answer = await instance.request("HEAD", address);
    expect([answer.status, answer.text]).toEqual([200, ""]);
    expect(await jobs()).toBe(before);
  });

  it("X1 lets pages of other origins call, without their cookies", async () => {
    const headers = {
      origin: "https://shop.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": "authorization,content-type,idempotency-key",
    };
    const preflight = await instance.request("OPTIONS", SYNC, { headers, token: null });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect(preflight.headers.get("access-control-allow-credentials")).toBeNull();
    expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
    const { origin } = headers;
    const answer = await instance.request("POST", SYNC, { headers: { origin } });
    expect([answer.text, answer.headers.get("access-control-allow-origin")]).toEqual(["42", "*"]);
  });

  it.each([ASYNC, SYNC])("X1 shakes hands with a CloudEvents broker at %s", async (address) => {
    const headers = { "webhook-request-origin": "events.example", "webhook-request-rate": "120" };
    const answer = await instance.request("OPTIONS", address, { headers, token: null });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("webhook-allowed-origin")).toBe("events.example");
    expect(answer.headers.get("webhook-allowed-rate")).toBe("*");
  });

  it("starts nothing for a GET of an async address", async () => {
    const before = await jobs();
    const answer = await instance.request("GET", ASYNC);
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
    expect(await jobs()).toBe(before);
  });

  it.each([
    ["a run", "POST", SYNC, "{"],
    ["a REST call", "POST", "/scripts", "{"],
    ["a list", "GET", "/scripts?limit=none", undefined],
    ["a tRPC call", "POST", "//trpc/scripts.deploy", "{}"],
  ])("X3 asks who calls before it looks at %s", async (_what, method, path, body) => {
    const headers = { "content-type": "application/json" };
    const answer = await instance.request(method, path, { token: null, headers, body });
    expect(answer.status).toBe(401);
  });
});
