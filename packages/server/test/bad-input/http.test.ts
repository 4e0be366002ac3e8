import { ADMIN_TOKEN, type TestInstance, testInstance } from "@getoperate/testing/instance";
import {
  type Exchange,
  type ExchangeOptions,
  exchange,
  headerOf,
} from "@getoperate/testing/raw-http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rowCounts } from "./refusal.ts";

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance({ environment: { OPERATE_BODY_LIMIT: "65536" } });
  await instance.deploy("f/bad/echo", "export function main(a?: unknown) { return { a }; }");
});
afterAll(() => instance[Symbol.asyncDispose]());

const send = (request: string, options: ExchangeOptions = {}): Promise<Exchange> =>
  exchange(instance.url, Buffer.from(request, "latin1"), options);

/** The only answer of an exchange, and what its problem says. */
function problemOf({ answers, rest, ended }: Exchange) {
  const [answer] = answers;
  if (answer === undefined || answers.length > 1 || rest.length > 0) {
    throw new Error(`There is not one answer but ${answers.length}, and ${rest.length} bytes.`);
  }
  const problem = JSON.parse(answer.body.toString());
  return {
    status: answer.status,
    type: headerOf(answer, "content-type"),
    code: problem.code,
    hasId: problem.instance.length > 0 && problem.instance === headerOf(answer, "x-request-id"),
    allow: headerOf(answer, "allow"),
    ended,
  };
}

const RUN = "/api/w/main/jobs/run/p/f/bad/echo";
const HOST = "Host: localhost\r\n";
const TOKEN = `Authorization: Bearer ${ADMIN_TOKEN}\r\n`;
const HEADERS = `${HOST}${TOKEN}Content-Type: application/json\r\n`;

/** Requests to run a script that are no HTTP in one way each. */
const MALFORMED: readonly (readonly [what: string, request: string])[] = [
  ["something else than HTTP", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"],
  ["HTTP/2 without being asked", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  ["a version that does not exist", `POST ${RUN} HTTP/9.9\r\n${HEADERS}\r\n`],
  ["a NUL in the address", `POST ${RUN}\0 HTTP/1.1\r\n${HEADERS}\r\n`],
  ["a blank in the address", `POST ${RUN} x HTTP/1.1\r\n${HEADERS}\r\n`],
  ["a NUL in a header", `POST ${RUN} HTTP/1.1\r\n${HEADERS}X-A: a\0b\r\n\r\n`],
  ["a bare CR in a header", `POST ${RUN} HTTP/1.1\r\n${HEADERS}X-A: a\rX-B: b\r\n\r\n`],
  ["a header without a name", `POST ${RUN} HTTP/1.1\r\n${HEADERS}: a\r\n\r\n`],
  ["a blank before a colon", `POST ${RUN} HTTP/1.1\r\n${HEADERS}Content-Length : 2\r\n\r\n{}`],
  ["a folded header", `POST ${RUN} HTTP/1.1\r\n${HEADERS}X-A: a\r\n b\r\nX-C\0: d\r\n\r\n`],
  [
    "two lengths",
    `POST ${RUN} HTTP/1.1\r\n${HEADERS}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`,
  ],
  ["a negative length", `POST ${RUN} HTTP/1.1\r\n${HEADERS}Content-Length: -1\r\n\r\n`],
  ["a length of letters", `POST ${RUN} HTTP/1.1\r\n${HEADERS}Content-Length: 0x2\r\n\r\n{}`],
  [
    "a length over 64 bits",
    `POST ${RUN} HTTP/1.1\r\n${HEADERS}Content-Length: 99999999999999999999\r\n\r\n`,
  ],
  [
    "a length and chunks",
    `POST ${RUN} HTTP/1.1\r\n${HEADERS}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  ],
  [
    "chunks before another coding",
    `POST ${RUN} HTTP/1.1\r\n${HEADERS}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
  ],
  [
    "a chunk without a size",
    `POST ${RUN} HTTP/1.1\r\n${HEADERS}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
  ],
  [
    "a chunk that is longer than it says",
    `POST ${RUN} HTTP/1.1\r\n${HEADERS}Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n`,
  ],
];

describe("answerMalformed", () => {
  it.each(MALFORMED)("refuses %s", async (_what, request) => {
    const before = await rowCounts(instance.connectionString);
    expect(problemOf(await send(request))).toEqual({
      status: 400,
      type: "application/problem+json",
      code: "invalid-request",
      hasId: true,
      ended: "answered",
    });
    expect(await rowCounts(instance.connectionString)).toEqual(before);
  });

  it.each([
    ["a header", `GET / HTTP/1.1\r\n${HOST}X-A: ${"a".repeat(20_000)}\r\n\r\n`],
    ["an address", `GET /${"a".repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n`],
    ["a megabyte of headers", `GET / HTTP/1.1\r\n${HOST}${"X-A: a\r\n".repeat(125_000)}\r\n`],
  ])("refuses %s over 16 KiB", async (_what, request) => {
    expect(problemOf(await send(request))).toMatchObject({
      status: 431,
      type: "application/problem+json",
      code: "headers-too-large",
    });
  });

  it("refuses chunks with more extensions than content", async () => {
    const request = `POST ${RUN} HTTP/1.1\r\n${HEADERS}Transfer-Encoding: chunked\r\n\r\n2;${"a".repeat(20_000)}\r\n{}\r\n0\r\n\r\n`;
    expect(problemOf(await send(request))).toMatchObject({ status: 413, code: "too-large" });
  });

  it("refuses a body that ends early", async () => {
    const before = await rowCounts(instance.connectionString);
    const request = `POST ${RUN} HTTP/1.1\r\n${HEADERS}Content-Length: 20\r\n\r\n{"a":1}`;
    const ended = await send(request, { endAfterMs: 10 });
    expect(problemOf(ended)).toMatchObject({ status: 400 });
    expect(await rowCounts(instance.connectionString)).toEqual(before);
  });

  it.each([
    ["of the parser's none", "FOO", 405, "GET, POST"],
    ["in lower case", "get", 405, "GET, POST"],
    ["that the routes do not know", "PROPFIND", 405, "GET, POST"],
  ])(
    "answers a method %s with those that the address takes",
    async (_what, method, status, allow) => {
      const request = `${method} /api/w/main/scripts?x=1 HTTP/1.1\r\n${HOST}${TOKEN}\r\n`;
      expect(problemOf(await send(request))).toMatchObject({
        status,
        allow,
        type: "application/problem+json",
        code: "method-not-allowed",
      });
      const nowhere = `${method} /nowhere HTTP/1.1\r\n${HOST}\r\n`;
      expect(problemOf(await send(nowhere))).toMatchObject({ status: 404, code: "not-found" });
    },
  );

  it("X4 lets nobody keep an answer to an address with a token", async () => {
    for (const request of [`FOO /?token=${ADMIN_TOKEN}`, `GET /\0?token=${ADMIN_TOKEN}`]) {
      const { answers } = await send(`${request} HTTP/1.1\r\n${HOST}\r\n`);
      expect(answers.map((answer) => headerOf(answer, "cache-control"))).toEqual(["no-store"]);
      expect(answers.map((answer) => headerOf(answer, "referrer-policy"))).toEqual(["no-referrer"]);
    }
  });

  it("answers HEAD without a body", async () => {
    const { answers, rest } = await send(`HEAD /\0 HTTP/1.1\r\n${HOST}\r\n`, { isHead: true });
    expect([answers.map(({ status }) => status), rest.toString()]).toEqual([[400], ""]);
  });

  it("is no proxy", async () => {
    const request = "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n";
    expect(problemOf(await send(request))).toMatchObject({
      status: 405,
      code: "method-not-allowed",
    });
  });

  it("gives nobody the answer to what came after a request of theirs", async () => {
    const first = `GET /api/limits HTTP/1.1\r\n${HEADERS}\r\n`;
    const { answers } = await send(`${first}\0\0\0\0\r\n\r\n`, { answers: 2 });
    expect(answers.map(({ status }) => status)).not.toContain(400);
  });
});

describe("requireHttp1", () => {
  it.each(["", " HTTP/0.9", " HTTP/2.0"])(
    "refuses a request line that ends in %j",
    async (version) => {
      const before = await rowCounts(instance.connectionString);
      const refused = problemOf(await send(`POST ${RUN}${version}\r\n${HEADERS}\r\n`));
      expect(refused).toMatchObject({ status: 400, code: "invalid-request", hasId: true });
      expect(await rowCounts(instance.connectionString)).toEqual(before);
    },
  );

  it("asks for a host in HTTP/1.1 and not in HTTP/1.0", async () => {
    expect(problemOf(await send("GET /livez HTTP/1.1\r\n\r\n"))).toMatchObject({
      status: 400,
      type: "application/problem+json",
      code: "invalid-request",
      hasId: true,
    });
    const { answers } = await send("GET /livez HTTP/1.0\r\n\r\n");
    expect(answers.map(({ status }) => status)).toEqual([200]);
  });

  it.each(["a b", "a/b", "[::1", "a:99999", "\xff", "a@b"])("takes no host %j", async (host) => {
    expect(problemOf(await send(`GET /livez HTTP/1.1\r\nHost: ${host}\r\n\r\n`))).toMatchObject({
      status: 400,
      code: "invalid-request",
      hasId: true,
    });
  });
});
