import { describe, expect, it } from "vitest";
import { apiErrorFrom, apiErrorFromTrpc } from "./api-error.ts";

describe("apiErrorFrom", () => {
  it("reads a problem document and its headers", () => {
    const problem = {
      type: "/docs/errors#invalid-input",
      title: "The input is not valid",
      status: 400,
      detail: "path: must look like u/<user>/<name>",
      instance: "r1",
      code: "invalid-input",
      errors: [{ pointer: "/path", detail: "must look like u/<user>/<name>" }],
    };
    const response = Response.json(problem, { status: 400, headers: { "Retry-After": "7" } });
    expect({ ...apiErrorFrom(response, problem) }).toEqual({
      name: "OperateApiError",
      code: "invalid-input",
      status: 400,
      detail: problem.detail,
      requestId: "r1",
      errors: problem.errors,
      retryAfterSeconds: 7,
    });
  });

  it("makes the best of an answer that is none of ours", () => {
    const response = new Response("<html>", { status: 502, headers: { "X-Request-Id": "r2" } });
    expect({ ...apiErrorFrom(response, "<html>") }).toEqual({
      name: "OperateApiError",
      code: "unknown",
      status: 502,
      detail: "The server answered with status 502.",
      requestId: "r2",
      errors: [],
      retryAfterSeconds: undefined,
    });
  });
});

describe("apiErrorFromTrpc", () => {
  it("reads what our server says beside tRPC's own words", () => {
    const data = {
      code: "queue-full",
      httpStatus: 429,
      path: "jobs.runByPath",
      requestId: "r1",
      errors: null,
      retryAfterSeconds: 3,
    };
    expect({ ...apiErrorFromTrpc("Too many jobs are waiting.", data) }).toEqual({
      name: "OperateApiError",
      code: "queue-full",
      status: 429,
      detail: "Too many jobs are waiting.",
      requestId: "r1",
      errors: [],
      retryAfterSeconds: 3,
    });
  });

  it("knows nothing of other errors", () => {
    expect(apiErrorFromTrpc("x", undefined)).toBe(undefined);
    expect(apiErrorFromTrpc("x", { code: "INTERNAL_SERVER_ERROR" })).toBe(undefined);
  });
});
