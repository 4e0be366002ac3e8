import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

describe("an answer that a script shapes", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance();
    // Returns what it is given as `body`.
    await instance.deploy("u/admin/echo", "export function main(body: unknown) { return body; }");
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const answerTo = (result: object) =>
    instance.request("POST", "/jobs/run_wait_result/p/u/admin/echo?wrap_body=true", {
      body: result,
    });

  it("W20 has `result` as its body, or what is left of the object, or nothing", async () => {
    const code = { getOperate_status_code: 201 };
    expect((await answerTo({ ...code, result: [1], other: 2 })).text).toBe("[1]");
    expect((await answerTo({ ...code, other: 2 })).json()).toEqual({ other: 2 });
    const empty = await answerTo(code);
    expect([empty.status, empty.text]).toEqual([201, ""]);
  });

  it("W20 is the whole object where a special key has the wrong JSON type", async () => {
    const result = { getOperate_status_code: "201", result: 1 };
    const answer = await answerTo(result);
    expect([answer.status, answer.json()]).toEqual([200, result]);
  });

  it("X10 has the headers and the bytes that the script gives", async () => {
    const answer = await answerTo({
      getOperate_headers: { "X-Shop": "a", "Cache-Control": "max-age=60" },
      getOperate_content_type: "image/gif",
      getOperate_content_transfer_encoding: "base64",
      result: Buffer.from("GIF89a").toString("base64"),
    });
    expect(answer.headers.get("x-shop")).toBe("a");
    expect(answer.headers.get("cache-control")).toBe("max-age=60");
    expect(answer.headers.get("content-type")).toBe("image/gif");
    expect(answer.text).toBe("GIF89a");
  });

  it.each(["windmill_", "wm_"])("X10 knows the spelling %s too", async (prefix) => {
    const answer = await answerTo({
      [`${prefix}status_code`]: 202,
      [`${prefix}content_type`]: "text/plain",
      result: "hello",
    });
    expect([answer.status, answer.text]).toEqual([202, "hello"]);
  });

  it.each([
    [{ "Set-Cookie": "a=b" }],
    [{ "Content-Security-Policy": "default-src *" }],
    [{ "X-Content-Type-Options": "none" }],
    [{ "Transfer-Encoding": "chunked" }],
    [{ "X-Split": "a\r\nSet-Cookie: b=c" }],
    [{ "X Name": "a" }],
    [{ "X-Number": 1 }],
  ])("X10 refuses %j, and the job stands unchanged", async (getOperate_headers) => {
    const answer = await answerTo({ getOperate_headers });
    expect([answer.status, Object(answer.json()).code]).toEqual([500, "invalid-header"]);
    expect(answer.headers.get("set-cookie")).toBeNull();
    const id = answer.headers.get("x-job-id") ?? "";
    const job = Object((await instance.request("GET", `/jobs/${id}`)).json());
    expect([job.status, job.result]).toEqual(["success", { getOperate_headers }]);
  });

  it.each(["text/html", "image/svg+xml", "text/javascript", "application/xhtml+xml"])(
    "X14 keeps %s apart from the console's origin",
    async (type) => {
      const answer = await answerTo({ getOperate_content_type: type, result: "<p>" });
      expect(answer.headers.get("content-security-policy")).toBe("sandbox");
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    },
  );

  it("X14 needs no sandbox for JSON", async () => {
    const answer = await answerTo({ getOperate_status_code: 200, result: 1 });
    expect(answer.headers.get("content-security-policy")).toBeNull();
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });
});
