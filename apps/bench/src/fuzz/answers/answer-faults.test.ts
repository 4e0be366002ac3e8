import type { RawAnswer } from "@getoperate/testing/raw-http";
import { describe, expect, it } from "vitest";
import { readDocument } from "../document.ts";
import { toRequest } from "../requests/fuzz-request.ts";
import { answerChecker } from "./answer-faults.ts";

const TOKEN = "gop_u_secret_of_a_test_0123456789";
const WORLD = {
  tokens: { admin: TOKEN },
  paths: [],
  hashes: [],
  spare: [],
  kept: [],
  deletable: [],
  jobs: [],
  tokenIds: [],
  agentTokenIds: [],
  cursors: [],
};
const ID = "01890000-0000-7000-8000-000000000000";
const check = answerChecker(await readDocument(), WORLD);

const COMMON: Readonly<Record<string, string>> = {
  "X-Request-Id": "r1",
  "X-Content-Type-Options": "nosniff",
};
const JSON_TYPE = { "Content-Type": "application/json" };
const PROBLEM_TYPE = { "Content-Type": "application/problem+json" };

function answer(
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): RawAnswer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return {
    status,
    headers: Object.entries({ ...COMMON, ...headers }),
    body: Buffer.from(text),
  };
}

const problem = (status: number, code: string) => ({
  type: `/docs/errors#${code}`,
  title: "t",
  status,
  detail: "d",
  instance: "r1",
  code,
});

function faultsOf(method: string, target: string, given: RawAnswer): string[] {
  const request = toRequest({
    aim: "test",
    method,
    target,
    headers: [],
    body: undefined,
    isChunked: false,
  });
  return check(request, given);
}

const WHOAMI = "/api/w/main/users/whoami";
const ME = { username: "a", workspace: "main", role: "admin", scopes: null };
const RUN = "/api/w/main/jobs/run_wait_result/p/f/a/b";
const ENDED = { "X-Job-Id": ID, "X-Job-Status": "success" };

const SCRIPT_STACK = "Error: x\n    at inner (main.ts:3:9)\n    at main.js:5:3";

describe("answerChecker", () => {
  it.each([
    ["what is documented", "GET", WHOAMI, answer(200, JSON_TYPE, ME)],
    ["a documented problem", "GET", WHOAMI, answer(403, PROBLEM_TYPE, problem(403, "forbidden"))],
    [
      "a refusal before all routes",
      "GET",
      WHOAMI,
      answer(431, PROBLEM_TYPE, problem(431, "headers-too-large")),
    ],
    ["what a script chose", "POST", RUN, answer(503, { ...ENDED, ...JSON_TYPE }, { a: 1 })],
    [
      "a script's own mistake",
      "POST",
      RUN,
      answer(500, { ...ENDED, ...PROBLEM_TYPE }, problem(500, "invalid-header")),
    ],
    [
      "that nothing is there",
      "GET",
      "/nowhere",
      answer(404, PROBLEM_TYPE, problem(404, "not-found")),
    ],
    [
      "a stack of a script's own",
      "GET",
      WHOAMI,
      answer(200, JSON_TYPE, { ...ME, username: SCRIPT_STACK }),
    ],
    [
      "that no path is there",
      "POST",
      RUN.replace("p/f/a/b", "h/f/a/b"),
      answer(404, PROBLEM_TYPE, {
        ...problem(404, "not-found"),
        detail: "There is nothing at this address.",
      }),
    ],
    [
      "tRPC's envelope",
      "GET",
      "/trpc/users.whoami",
      answer(404, JSON_TYPE, {
        error: { message: "m", data: { code: "not-found", httpStatus: 404 } },
      }),
    ],
  ])("takes %s", (_what, method, target, given) => {
    expect(faultsOf(method, target, given)).toEqual([]);
  });

  it.each([
    [
      "a value of the wrong type",
      "GET",
      WHOAMI,
      answer(200, JSON_TYPE, { ...ME, role: 1 }),
      /role/,
    ],
    ["a status that is not documented", "GET", WHOAMI, answer(299, JSON_TYPE, ME), /299/],
    [
      "a type that is not documented",
      "GET",
      WHOAMI,
      answer(200, { "Content-Type": "text/html" }, "x"),
      /text\/html/,
    ],
    [
      "a code of another status",
      "GET",
      WHOAMI,
      answer(403, PROBLEM_TYPE, problem(403, "conflict")),
      /code/,
    ],
    [
      "a problem of another request",
      "GET",
      WHOAMI,
      answer(403, { ...PROBLEM_TYPE, "X-Request-Id": "r2" }, problem(403, "forbidden")),
      /another request/,
    ],
    ["a bug", "GET", WHOAMI, answer(500, PROBLEM_TYPE, problem(500, "internal")), /^500/],
    ["503", "GET", "/nowhere", answer(503, PROBLEM_TYPE, problem(503, "unavailable")), /^503/],
    ["a run without its job's id", "POST", RUN, answer(200, JSON_TYPE, 1), /X-Job-Id/],
    [
      "a script's page without a sandbox",
      "POST",
      RUN,
      answer(200, { ...ENDED, "Content-Type": "text/html" }, "x"),
      /console/,
    ],
    [
      "405 with other methods",
      "PUT",
      WHOAMI,
      answer(405, { ...PROBLEM_TYPE, Allow: "POST" }, problem(405, "method-not-allowed")),
      /Allow/,
    ],
    [
      "405 without methods",
      "PUT",
      WHOAMI,
      answer(405, PROBLEM_TYPE, problem(405, "method-not-allowed")),
      /Allow/,
    ],
    [
      "no problem where nothing is",
      "GET",
      "/nowhere",
      answer(404, { "Content-Type": "text/plain" }, "no"),
      /no problem/,
    ],
    ["success where nothing is", "GET", "/nowhere", answer(200, JSON_TYPE, {}), /no problem/],
    [
      "an answer that a cache keeps",
      "GET",
      "/nowhere?token=x",
      answer(404, PROBLEM_TYPE, problem(404, "not-found")),
      /kept/,
    ],
    ["a token", "GET", WHOAMI, answer(200, JSON_TYPE, { ...ME, username: TOKEN }), /token admin/],
    [
      "a file of the server",
      "GET",
      WHOAMI,
      answer(200, JSON_TYPE, { ...ME, username: "/x/src/http/a.ts" }),
      /file/,
    ],
    [
      "a word of the database",
      "GET",
      WHOAMI,
      answer(200, JSON_TYPE, { ...ME, username: 'relation "jobs" does not exist' }),
      /PostgreSQL/,
    ],
    [
      "a documented address that is lost",
      "POST",
      RUN.replace("p/f/a/b", "f%2Fa%2fb"),
      answer(404, PROBLEM_TYPE, {
        ...problem(404, "not-found"),
        detail: "There is nothing at this address.",
      }),
      /jobs.runByShortPathAndWait is not at/,
    ],
    [
      "a stack",
      "GET",
      WHOAMI,
      answer(200, JSON_TYPE, { ...ME, username: "Error: x\n    at f (a.ts:1:2)" }),
      /stack/,
    ],
    [
      "no request id",
      "GET",
      WHOAMI,
      answer(200, { ...JSON_TYPE, "X-Request-Id": "" }, ME),
      /X-Request-Id/,
    ],
    ["a body after HEAD", "HEAD", WHOAMI, answer(200, JSON_TYPE, ME), /HEAD/],
    [
      "a bug over tRPC",
      "GET",
      "/trpc/users.whoami",
      answer(400, JSON_TYPE, {
        error: { message: "m", data: { code: "internal", httpStatus: 500 } },
      }),
      /tRPC answers 500/,
    ],
    [
      "a wrong value over tRPC",
      "GET",
      "/trpc/users.whoami",
      answer(200, JSON_TYPE, { result: { data: {} } }),
      /tRPC users.whoami/,
    ],
  ])("finds %s", (_what, ...found) => {
    const [method, target, given, words] = found;
    expect(faultsOf(method, target, given)).toContainEqual(expect.stringMatching(words));
  });
});
