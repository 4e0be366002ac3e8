import { type RequestOptions, type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusalOf } from "./refusal.ts";

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
  await instance.deploy("f/bad/echo", "export function main(a?: unknown) { return { a }; }");
});
afterAll(() => instance[Symbol.asyncDispose]());

const RUN = "/jobs/run/p/f/bad/echo";

const refusedRun = (options: RequestOptions, path = RUN, method = "POST") =>
  refusalOf(instance, () => instance.request(method, path, options));

const PROBLEM = { type: "application/problem+json", changed: [] };

const multipart = (parts: number) => {
  const part = '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n';
  const headers = { "content-type": "multipart/form-data; boundary=x" };
  return { body: `${part.repeat(parts)}--x--`, headers };
};

describe("a webhook's payload", () => {
  const withPayload = (payload: string) =>
    refusedRun({}, `/jobs/run_wait_result/p/f/bad/echo?payload=${payload}`, "GET");

  it.each([
    ["letters that are no base64", "e30%2A"],
    ["half a letter", "e30ab"],
    ["base64 cut off in its padding", "e30%3D%3D"],
    ["two paddings", "e30%3De30%3D"],
    ["a NUL", "e3%00"],
    ["bytes that are no UTF-8", "e3%ff"],
  ])("is refused with %s, by the step that failed", async (_what, payload) => {
    expect(await withPayload(payload)).toMatchObject({
      ...PROBLEM,
      status: 400,
      code: "invalid-payload",
      detail: expect.stringMatching(/base64/),
    });
  });

  it.each([
    ["broken JSON", "{", /not valid JSON/],
    ["invalid UTF-8", "\xff", /UTF-8/],
    ["JSON 1,000 levels deep", "[".repeat(1_000), /deeper than 100/],
  ])("is refused with %s, by the step that failed", async (_what, text, words) => {
    const payload = Buffer.from(text, "latin1").toString("base64url");
    expect(await withPayload(payload)).toMatchObject({
      ...PROBLEM,
      status: 400,
      code: "invalid-payload",
      detail: expect.stringMatching(words),
    });
  });
});

describe("a webhook's body", () => {
  it("has at most 1,000 parts", async () => {
    expect((await instance.request("POST", RUN, multipart(1_000))).status).toBe(201);
    for (const parts of [1_001, 10_000]) {
      expect(await refusedRun(multipart(parts))).toMatchObject({
        ...PROBLEM,
        status: 400,
        code: "invalid-body",
        detail: "Part 1001 of the body is one too many: 1000 are allowed.",
      });
    }
  });

  it.each([
    ["no boundary", "multipart/form-data", "--x--"],
    ["a boundary with a line break", 'multipart/form-data; boundary="a%0d%0a"', "--x--"],
    ["no last boundary", "multipart/form-data; boundary=x", "--x\r\n\r\n"],
    [
      "a part without a name",
      "multipart/form-data; boundary=x",
      "--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--",
    ],
    [
      "a part of invalid UTF-8",
      "multipart/form-data; boundary=x",
      Buffer.from('--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--x--', "latin1"),
    ],
    ["a form of invalid UTF-8", "application/x-www-form-urlencoded", "a=%ff"],
    ["a form with 10,001 fields", "application/x-www-form-urlencoded", "a&".repeat(10_001)],
    ["a CloudEvent without an id", "application/cloudevents+json", '{"specversion":"1.0"}'],
    ["a batch that is no array", "application/cloudevents-batch+json", "{}"],
  ])("is refused with %s", async (_what, type, body) => {
    expect(await refusedRun({ body, headers: { "content-type": type } })).toMatchObject({
      ...PROBLEM,
      status: 400,
      code: "invalid-body",
    });
  });

  it.each([
    "application/octet-stream",
    "application/vnd.api",
    "image/png",
    "multipart/mixed; boundary=x",
    "json",
    "/",
  ])("is refused with the content type %s, by a list of those that are accepted", async (type) => {
    expect(await refusedRun({ body: "{}", headers: { "content-type": type } })).toMatchObject({
      ...PROBLEM,
      status: 415,
      code: "unsupported-media-type",
      detail: expect.stringContaining("application/json, application/*+json"),
    });
  });

  it.each([
    ["an unknown coding", "zstd", 415, "unsupported-media-type"],
    ["two codings", "gzip, gzip", 415, "unsupported-media-type"],
    ["gzip that is none", "gzip", 400, "invalid-body"],
    ["deflate that is none", "deflate", 400, "invalid-body"],
    ["brotli that is none", "br", 400, "invalid-body"],
  ])("is refused with %s", async (_what, coding, status, code) => {
    const headers = { "content-type": "application/json", "content-encoding": coding };
    expect(await refusedRun({ body: '{"a":1}', headers })).toMatchObject({
      ...PROBLEM,
      status,
      code,
    });
  });
});

describe("a run's settings", () => {
  it.each([
    ["raw", "1"],
    ["wrap_body", "yes"],
    ["include_header", "a b"],
    ["tag", "a%20b"],
    ["tag", "a%00"],
    ["priority", "101"],
    ["priority", "-1"],
    ["timeout", "0"],
    ["timeout", "1e3"],
    ["job_id", "no"],
    ["scheduled_for", "tomorrow"],
    ["scheduled_for", "2030-02-31T00:00:00Z"],
    ["scheduled_in_secs", "1.5"],
    ["scheduled_in_secs", "99999999999"],
    ["error_status", "399"],
  ])("are refused with %s=%s, by name", async (name, value) => {
    expect(await refusedRun({}, `${RUN}?${name}=${value}`)).toMatchObject({
      ...PROBLEM,
      status: 400,
      code: "invalid-input",
      pointers: [`/${name}`],
    });
  });

  it.each(["", "a b", "a".repeat(256), "\xe4"])("are refused with the key %j", async (key) => {
    expect(await refusedRun({ headers: { "idempotency-key": key } })).toMatchObject({
      ...PROBLEM,
      status: 400,
      code: "invalid-input",
      pointers: expect.arrayContaining(["/Idempotency-Key"]),
    });
  });
});

describe("a run's address", () => {
  it.each([
    "f/bad",
    "f/bad/echo/",
    "f/bad//echo",
    "f/bad/..%2fecho",
    "f/bad/%2e%2e/echo",
    "f/bad/echo%00",
    "f/bad/%ff",
    "f/bad/%zz",
    "f%252Fbad%252Fecho",
    `f/bad/${"a".repeat(300)}`,
    "f/u/echo",
  ])("is refused with the path %s", async (path) => {
    expect(await refusedRun({}, `/jobs/run/p/${path}`)).toMatchObject({
      ...PROBLEM,
      status: 400,
      code: "invalid-input",
      pointers: expect.arrayContaining(["/path"]),
    });
  });

  it("is none with a line break in it", async () => {
    expect(await refusedRun({}, `${RUN}%0d%0aX-A:%20b`)).toMatchObject({
      ...PROBLEM,
      status: 404,
      code: "not-found",
    });
  });

  it.each(["0", "0123456789abcdeg", "..%2f..%2f"])("is refused with the hash %s", async (hash) => {
    expect(await refusedRun({}, `/jobs/run/h/${hash}`)).toMatchObject({
      ...PROBLEM,
      status: 400,
      code: "invalid-input",
      pointers: ["/hash"],
    });
  });
});

describe("a method", () => {
  it.each([
    ["PUT", "/scripts", "GET, POST"],
    ["DELETE", "/scripts", "GET, POST"],
    ["PATCH", "/tokens/01890000-0000-7000-8000-000000000000", "DELETE"],
    ["GET", RUN, "POST"],
    ["DELETE", "/jobs/run_wait_result/p/f/bad/echo", "GET, POST"],
    ["POST", "/jobs/01890000-0000-7000-8000-000000000000/logs", "GET"],
    ["PUT", "//trpc/scripts.list", "GET, POST"],
    ["POST", "//openapi.json", "GET"],
    ["PURGE", "/scripts", "GET, POST"],
  ])("that is not taken is answered by those that are: %s %s", async (method, path, allow) => {
    let answered: string | null = null;
    const refusal = await refusalOf(instance, async () => {
      const answer = await instance.request(method, path, {
        body: method === "GET" ? undefined : "{}",
      });
      answered = answer.headers.get("allow");
      return answer;
    });
    expect(refusal).toMatchObject({ ...PROBLEM, status: 405, code: "method-not-allowed" });
    expect(answered).toBe(allow);
  });
});
