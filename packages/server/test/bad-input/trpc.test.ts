import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
});
afterAll(() => instance[Symbol.asyncDispose]());

const get = (address: string) => instance.request("GET", `//trpc/${address}`);

describe("mountTrpc", () => {
  it.each([
    ["an address that is no UTF-8", "GET %ff", 400, "invalid-input"],
    ["an address with a broken escape", "GET %zz", 400, "invalid-input"],
    ["a procedure that is not there", "GET scripts.nothing", 404, "not-found"],
    ["a name of a prototype", "GET scripts.__proto__", 404, "not-found"],
    ["a body without a type", "POST scripts.deploy", 415, "unsupported-media-type"],
    ["a query of what changes something", "GET scripts.deploy", 405, "method-not-allowed"],
  ])("answers %s in its own form", async (_what, request, status, code) => {
    const [method = "", address] = request.split(" ");
    const answer = await instance.request(method, `//trpc/${address}`);
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect([answer.status, answer.json()]).toMatchObject([status, { error: { data: { code } } }]);
  });

  it("answers HEAD without a fault of its own", async () => {
    for (const address of ["//trpc/scripts.list", "//trpc/nothing", "//trpc"]) {
      expect((await instance.request("HEAD", address)).status).toBe(204);
    }
  });

  it("takes 100 calls in a batch and no more", async () => {
    const batch = (calls: number, comma: string) =>
      get(`${Array(calls).fill("limits.list").join(comma)}?batch=1&input={}`);
    expect((await batch(100, ",")).json()).toHaveLength(100);
    for (const comma of [",", "%2C", "%2c"]) {
      const refused = await batch(101, comma);
      expect([refused.status, refused.json()]).toMatchObject([
        400,
        { code: "invalid-input", detail: "A batch may have at most 100 calls." },
      ]);
    }
  });
});
