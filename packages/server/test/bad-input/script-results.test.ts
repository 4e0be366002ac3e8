import { ADMIN_TOKEN, type TestInstance, testInstance } from "@getoperate/testing/instance";
import { exchange, headerOf } from "@getoperate/testing/raw-http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
  await instance.deploy("f/bad/shape", "export function main(result: unknown) { return result; }");
});
afterAll(() => instance[Symbol.asyncDispose]());

/** The only answer to a run that returns this, read from the connection's bytes. */
async function answerTo(result: object) {
  const body = Buffer.from(JSON.stringify({ result }));
  const head = [
    "POST /api/w/main/jobs/run_wait_result/p/f/bad/shape HTTP/1.1",
    "Host: localhost",
    `Authorization: Bearer ${ADMIN_TOKEN}`,
    "Content-Type: application/json",
    `Content-Length: ${body.length}`,
    "Connection: close",
  ];
  const bytes = Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), body]);
  // Two are asked for: the connection is read to its end.
  const { answers, rest } = await exchange(instance.url, bytes, { answers: 2 });
  expect([answers.length, rest.length]).toEqual([1, 0]);
  const [answer] = answers;
  if (answer === undefined) {
    throw new Error("There is no answer.");
  }
  return answer;
}

const INJECTED = "x\r\nSet-Cookie: a=b\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<script>";

describe("a result", () => {
  it.each([
    ["a header's value", { getOperate_headers: { "X-A": INJECTED } }, "invalid-header"],
    ["a header's name", { getOperate_headers: { [INJECTED]: "x" } }, "invalid-header"],
    ["a bare LF", { getOperate_headers: { "X-A": "x\nSet-Cookie: a=b" } }, "invalid-header"],
    ["a bare CR", { getOperate_headers: { "X-A": "x\rSet-Cookie: a=b" } }, "invalid-header"],
    ["a NUL", { getOperate_headers: { "X-A": "x\0" } }, "invalid-header"],
    ["a cookie", { getOperate_headers: { "Set-Cookie": "a=b" } }, "invalid-header"],
    ["a length", { getOperate_headers: { "Content-Length": "1" } }, "invalid-header"],
    [
      "a letter that is no Latin one",
      { getOperate_headers: { "X-A": "\u560d\u560a" } },
      "invalid-header",
    ],
    [
      "the content type",
      { getOperate_content_type: `text/html${INJECTED}` },
      "invalid-content-type",
    ],
    ["the status", { getOperate_status_code: 1000 }, "invalid-status-code"],
    ["a fraction as status", { getOperate_status_code: 200.5 }, "invalid-status-code"],
    [
      "what is no base64",
      { getOperate_content_transfer_encoding: "base64", result: "*" },
      "invalid-header",
    ],
  ])("injects nothing by %s, and stands as it is", async (_what, result, code) => {
    const answer = await answerTo(result);
    expect([answer.status, JSON.parse(answer.body.toString()).code]).toEqual([500, code]);
    expect(headerOf(answer, "content-type")).toBe("application/problem+json");
    expect(headerOf(answer, "set-cookie")).toBeUndefined();
    const job = await instance.request("GET", `/jobs/${headerOf(answer, "x-job-id")}`);
    expect(job.json()).toMatchObject({ status: "success", result });
  });

  it("injects nothing by a line break in a status of the wrong type", async () => {
    const result = { getOperate_status_code: INJECTED };
    const answer = await answerTo(result);
    expect([answer.status, JSON.parse(answer.body.toString())]).toEqual([200, result]);
    expect(headerOf(answer, "set-cookie")).toBeUndefined();
  });
});
