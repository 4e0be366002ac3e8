import { readFile } from "node:fs/promises";
import {
  ADMIN_TOKEN,
  type Answer,
  type TestInstance,
  testInstance,
} from "@getoperate/testing/instance";
import type { Platform } from "@getoperate/use-cases";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRoutes } from "../src/index.ts";

const COMMITTED = new URL("../../../openapi/openapi.json", import.meta.url);

interface Operation {
  readonly operationId: string;
  readonly security: readonly object[];
  readonly responses: Readonly<Record<string, { $ref?: string; content?: object }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly responses: Readonly<Record<string, { content: object }>> };
}

const document: Document = JSON.parse(await readFile(COMMITTED, "utf8"));

interface Documented {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const documented: readonly Documented[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    operation,
  })),
);

/** Pages for people, and what speaks another protocol. */
const NOT_DOCUMENTED =
  /^(?:GET \/(?:docs(?:\/.*)?)?|(?:GET|POST) \/trpc\/\*|POST \/agent\/workers.*)$/;

const NOBODY = () => undefined;

/** Routes are mounted without a question to the platform; only requests ask it. */
const UNASKED = {} as Platform;

/** Every route that Hono has, as a document spells it. */
function mountedRoutes(): string[] {
  const app = createRoutes({
    platform: UNASKED,
    settings: { bodyLimitBytes: 1, includeHeaders: [] },
    log: { debug: NOBODY, info: NOBODY, warn: NOBODY, error: NOBODY },
    openApiDocument: async () => "{}",
    isReady: () => true,
  });
  return app.routes
    .filter(({ method }) => method !== "ALL")
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(?:\{[^}]*\})?/g, "{$1}")}`);
}

type Parameters = Readonly<Record<string, string>>;

/** Of the right form, for things that are not there. */
const NOTHING: Parameters = {
  workspace: "main",
  path: "u/admin/nothing",
  hash: "0123456789abcdef",
  id: "01890000-0000-7000-8000-000000000000",
};

/** Bodies where one must be there. */
const BODIES: Readonly<Record<string, object>> = {
  "scripts.deploy": { path: "u/admin/other", content: "export function main() {}" },
  "variables.create": { path: "u/admin/hello", value: "x" },
  "resources.create": { path: "u/admin/hello", value: 1, resource_type: "x" },
  "state.set": { value: 1 },
  "users.create": { username: "ann" },
  "workspaces.create": { id: "other" },
  "agentTokens.create": { tags: ["other"] },
};

function addressOf(path: string, parameters: Parameters): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? name);
}

function contentOf(operation: Operation, status: number): object | undefined {
  const response = operation.responses[status];
  const name = response?.$ref?.split("/").at(-1);
  return name === undefined ? response?.content : document.components.responses[name]?.content;
}

describe("openapi.json and the routes", () => {
  it("has an operation for each route", () => {
    const operations = new Set(documented.map(({ method, path }) => `${method} ${path}`));
    const missing = mountedRoutes().filter(
      (route) => !NOT_DOCUMENTED.test(route) && !operations.has(route),
    );
    expect(missing).toEqual([]);
  });

  it("has no operation without a route", () => {
    const routes = new Set(mountedRoutes());
    const invented = documented
      .map(({ method, path }) => `${method} ${path}`)
      .filter((operation) => !routes.has(operation));
    expect(invented).toEqual([]);
  });
});

describe("openapi.json and a server", () => {
  let instance: TestInstance;
  let something: Parameters;
  beforeAll(async () => {
    instance = await testInstance();
    const path = "u/admin/hello";
    const hash = await instance.deploy(path, "export function main() {}");
    const run = await instance.request("POST", `/jobs/run_wait_result/p/${path}`);
    something = { ...NOTHING, path, hash, id: run.headers.get("x-job-id") ?? "" };
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const secured = documented.filter(({ operation }) => operation.security.length > 0);

  const call = (
    { method, path, operation }: Documented,
    { parameters = NOTHING, query = "", token }: Asked = {},
  ) =>
    instance.request(method, `/${addressOf(path, parameters)}${query}`, {
      ...(token === undefined ? {} : { token }),
      body: BODIES[operation.operationId],
    });

  it("is what the server gives", async () => {
    const answer = await instance.request("GET", "//openapi.json", { token: null });
    expect(answer.json()).toEqual(document);
  });

  it("names the type of what each operation answers", async () => {
    // What was archived or deleted answers no more.
    const inOrder = documented.toSorted((a, b) => ends(a) - ends(b));
    for (const each of inOrder) {
      const answer = await call(each, { parameters: something });
      expectDocumented(each, answer);
      // Its id is that of a job, or it is for the job alone.
      const isThere = !/tokens\.revoke$|setProgress$/i.test(each.operation.operationId);
      expect([each.operation.operationId, answer.status < 300]).toEqual([
        each.operation.operationId,
        isThere,
      ]);
    }
  });

  it("names the type of what each operation answers where nothing is", async () => {
    for (const each of documented) {
      expectDocumented(each, await call(each));
    }
  });

  it("asks for a token where it says so", async () => {
    for (const each of secured) {
      const answer = await call(each, { token: null });
      expect([each.operation.operationId, answer.status]).toEqual([
        each.operation.operationId,
        401,
      ]);
      expectDocumented(each, answer);
    }
  });

  it("takes a token in the query where it says so, and nowhere else", async () => {
    for (const each of secured) {
      const { operationId, security } = each.operation;
      const answer = await call(each, { query: `?token=${ADMIN_TOKEN}`, token: null });
      const isTaken = security.some((scheme) => "tokenInQuery" in scheme);
      expect([operationId, answer.status !== 401]).toEqual([operationId, isTaken]);
    }
  });
});

interface Asked {
  readonly parameters?: Parameters;
  readonly query?: string;
  readonly token?: null;
}

function ends({ operation }: Documented): number {
  return /\.(?:archive|delete)$/.test(operation.operationId) ? 1 : 0;
}

/** The answer's status and type are among those of the operation. */
function expectDocumented({ operation }: Documented, answer: Answer): void {
  const { operationId } = operation;
  const types = Object.keys(contentOf(operation, answer.status) ?? {});
  const type = answer.headers.get("content-type")?.split(";")[0];
  expect([operationId, answer.status, types]).toEqual([
    operationId,
    answer.status,
    expect.arrayContaining([type]),
  ]);
}
