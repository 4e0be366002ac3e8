import { type Answer, type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refusalOf } from "./refusal.ts";

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance();
  await instance.deploy(
    "f/bad/echo",
    "export function main(a?: unknown, body?: unknown) { return { a, body }; }",
  );
});
afterAll(() => instance[Symbol.asyncDispose]());

const JSON_TYPE = { "content-type": "application/json" };

const post = (path: string, body: string | Uint8Array): Promise<Answer> =>
  instance.request("POST", path, { body, headers: JSON_TYPE });

const WEBHOOK = "/jobs/run_wait_result/p/f/bad/echo";

/** Every reader of JSON, each by a route that stores something. */
const READERS = [
  ["a webhook", WEBHOOK],
  ["an async webhook", "/jobs/run/p/f/bad/echo"],
  ["REST", "/tokens"],
  ["tRPC", "//trpc/tokens.create"],
] as const;

const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;

/** Broken in one way each, with a word of the sentence that says so. */
const BROKEN: readonly (readonly [what: string, body: string | Uint8Array, words: RegExp])[] = [
  ["broken JSON", '{"a": 1,}', /not valid JSON, line 1 column 9/],
  ["JSON that ends too early", '{"a": [1', /not valid JSON, line 1 column 9/],
  ["invalid UTF-8", Buffer.from('{"a":"\xff"}', "latin1"), /UTF-8/],
  ["half of a UTF-8 sequence", Buffer.from('{"a":"\xe2\x82"}', "latin1"), /UTF-8/],
  ["a surrogate as bytes", Buffer.from('{"a":"\xed\xa0\x80"}', "latin1"), /UTF-8/],
  ["UTF-16", Buffer.from('{"a":1}', "utf16le"), /not valid JSON/],
  ["a NUL between two values", '{"a":\0 1}', /not valid JSON/],
  ["a NUL in a string", '{"a":"\0"}', /not valid JSON/],
  ["JSON 1,000 levels deep", `{"a":${deep(1_000)}}`, /deeper than 100 levels/],
  ["JSON 1,000,000 levels deep", `{"a":${deep(1_000_000)}}`, /deeper than 100 levels/],
  ["a million open brackets", "[".repeat(1_000_000), /deeper than 100 levels/],
];

describe.each(READERS)("%s", (_reader, path) => {
  it.each(BROKEN)("refuses %s and says so", async (_what, body, words) => {
    const refusal = await refusalOf(instance, () => post(path, body));
    expect(refusal).toMatchObject({
      status: 400,
      type: "application/problem+json",
      code: "invalid-body",
      detail: expect.stringMatching(words),
      changed: [],
    });
  });
});

describe("tRPC", () => {
  const ask = (input: string) =>
    instance.request("GET", `//trpc/scripts.list?input=${encodeURIComponent(input)}`);

  it.each([
    ["broken JSON", "{,}", /not valid JSON, line 1 column 2/],
    ["JSON 1,000 levels deep", deep(1_000), /deeper than 100 levels/],
  ])("refuses %s in the query and says so", async (_what, input, words) => {
    const refusal = await refusalOf(instance, () => ask(input));
    expect(refusal).toMatchObject({
      status: 400,
      code: "invalid-input",
      detail: expect.stringMatching(words),
    });
  });

  it.each(["multipart/form-data; boundary=x", "application/octet-stream", "text/plain"])(
    "takes no %s",
    async (type) => {
      const headers = { "content-type": type };
      const send = () =>
        instance.request("POST", "//trpc/tokens.create", { body: "--x--", headers });
      expect(await refusalOf(instance, send)).toMatchObject({
        status: 415,
        code: "unsupported-media-type",
        changed: [],
      });
    },
  );

  it("runs a job with arguments as deep as a webhook's", async () => {
    const input = (levels: number) =>
      `{"workspace":"main","path":"f/bad/echo","args":{"a":${deep(levels)}}}`;
    const fits = await post("//trpc/jobs.runByPathAndWait", input(98));
    expect(fits.text).toContain(`"a":${deep(98)}`);
    const refusal = await refusalOf(instance, () =>
      post("//trpc/jobs.runByPathAndWait", input(99)),
    );
    expect(refusal).toMatchObject({ status: 400, code: "invalid-body", changed: [] });
  });
});

/** Texts that a database cannot hold, as JSON spells them. */
const UNSTORABLE = ["a\\u0000b", "\\ud800", "\\udc00\\ud800", "a\\ud83d"];

describe("a text that is stored", () => {
  const fields: readonly (readonly [pointer: string, path: string, body: string])[] = [
    ["/label", "/tokens", '{"label":"TEXT"}'],
    ["/scopes/0", "/tokens", '{"scopes":["TEXT"]}'],
    ["/owner", "/tokens", '{"owner":"TEXT"}'],
    ["/expires_at", "/tokens", '{"expires_at":"TEXT"}'],
    ["/path", "/scripts", '{"path":"TEXT","content":"export const main = () => 1;"}'],
    ["/content", "/scripts", '{"path":"f/bad/x","content":"export const main = () => \'TEXT\';"}'],
    [
      "/summary",
      "/scripts",
      '{"path":"f/bad/x","content":"export const main = 1","summary":"TEXT"}',
    ],
    [
      "/description",
      "/scripts",
      '{"path":"f/bad/x","content":"export const main = 1","description":"TEXT"}',
    ],
    ["/username", "/users", '{"username":"TEXT"}'],
    ["/id", "//api/workspaces", '{"id":"TEXT"}'],
    ["/name", "//api/workspaces", '{"id":"other","name":"TEXT"}'],
    ["/reason", "/jobs/01890000-0000-7000-8000-000000000000/cancel", '{"reason":"TEXT"}'],
  ];

  it.each(fields)("has no NUL and no lone surrogate at %s of %s", async (pointer, path, body) => {
    for (const text of UNSTORABLE) {
      const refusal = await refusalOf(instance, () => post(path, body.replace("TEXT", text)));
      expect([text, refusal]).toMatchObject([
        text,
        { status: 400, code: "invalid-input", pointers: [pointer], changed: [] },
      ]);
    }
  });

  it.each(["path_prefix", "created_by", "cursor"])(
    "has no NUL in the query at %s",
    async (name) => {
      const refusal = await refusalOf(instance, () =>
        instance.request("GET", `/scripts?${name}=a%00b`),
      );
      expect(refusal).toMatchObject({
        status: 400,
        code: "invalid-input",
        pointers: [`/${name}`],
      });
    },
  );
});

describe("an argument", () => {
  it.each(UNSTORABLE)("may have %s, and reaches the script so", async (text) => {
    const answer = await post(WEBHOOK, `{"a":"${text}"}`);
    expect([answer.status, answer.text]).toEqual([200, `{"a":"${text}"}`]);
    const job = await instance.request("GET", `/jobs/${answer.headers.get("x-job-id")}`);
    expect(job.text).toContain(`"args":{"a":"${text}"}`);
  });

  it("X6 has the last of two values for one key", async () => {
    expect((await post(WEBHOOK, '{"a":1,"a":{"b":2,"b":3}}')).text).toBe('{"a":{"b":3}}');
  });

  it("X6 touches no prototype, whatever its name", async () => {
    const keys = ["__proto__", "constructor", "prototype"].map((key) => `"${key}":{"polluted":1}`);
    const object = `{${keys.join(",")}}`;
    for (const body of [object, `{"a":${object}}`, `{"body":[${object}]}`]) {
      expect((await post(WEBHOOK, body)).status).toBe(200);
    }
    const form = await instance.request("POST", `${WEBHOOK}?include_query=__proto__&__proto__=x`, {
      body: "__proto__=1&constructor=2&prototype=3&__proto__[polluted]=4",
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(form.status).toBe(200);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});

describe("a REST body", () => {
  it("has the last of two values for one key", async () => {
    const made = await post("/tokens", '{"label":"first","label":"last"}');
    expect(made.json()).toMatchObject({ label: "last" });
  });

  it("touches no prototype, and takes no rights from one", async () => {
    const made = await post(
      "/tokens",
      '{"__proto__":{"label":"polluted","owner":"nobody"},"constructor":{"prototype":{"polluted":1}}}',
    );
    expect(made.json()).toMatchObject({ label: null, owner: "admin" });
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });
});
