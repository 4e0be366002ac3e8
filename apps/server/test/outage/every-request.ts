import { randomUUID } from "node:crypto";
import type { Answer, RequestOptions, SendRequest } from "@getoperate/testing/requester";
import { z } from "zod";

const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))),
});

/** What requests name. */
export interface World {
  readonly script: string;
  readonly hash: string;
  /** A job that has ended. */
  readonly job: string;
}

/** One kind of request, to be sent again and again. */
export interface Asked {
  readonly name: string;
  send(): Promise<Answer>;
}

const METHODS = new Set(["get", "post", "put", "patch", "delete"]);

/** What the operations with a body of their own are sent; a run takes any. */
const BODIES: Readonly<Record<string, () => object>> = {
  "scripts.deploy": () => ({
    path: `u/admin/s${randomUUID()}`,
    content: "export function main() {}",
  }),
  "scripts.archive": () => ({}),
  "tokens.create": () => ({ label: "made meanwhile" }),
  "users.create": () => ({ username: `u${randomUUID().slice(0, 8)}`, role: "operator" }),
  "workspaces.create": () => ({ id: `w${randomUUID().slice(0, 8)}` }),
};

/** A request for every operation of the API's document, and for what is not in it. */
export async function everyRequest(request: SendRequest, world: World): Promise<Asked[]> {
  const document = Document.parse((await request("GET", "//openapi.json")).json());
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { operationId }]) =>
      METHODS.has(method) ? [toAsked(request, world, { path, method, operationId })] : [],
    ),
  );
  return [...operations, ...others(request, world)];
}

interface Operation {
  readonly path: string;
  readonly method: string;
  readonly operationId: string;
}

function toAsked(request: SendRequest, world: World, operation: Operation): Asked {
  const { method, operationId } = operation;
  const path = operation.path
    .replace("{workspace}", "main")
    .replace("{path}", operationId === "scripts.archive" ? "u/admin/spare" : world.script)
    .replace("{hash}", world.hash)
    .replace("{id}", operationId === "tokens.revoke" ? randomUUID() : world.job);
  const makeBody = BODIES[operationId] ?? (() => ({ n: 1 }));
  return {
    name: operationId,
    send: () =>
      request(method.toUpperCase(), `/${path}`, method === "get" ? {} : { body: makeBody() }),
  };
}

function others(request: SendRequest, { script }: World): Asked[] {
  const asked = (
    name: string,
    method: string,
    path: string,
    options: () => RequestOptions = () => ({}),
  ): Asked => ({ name, send: () => request(method, path, options()) });
  const run = `/jobs/run/p/${script}`;
  const call = { workspace: "main", path: script, args: { n: 1 } };
  return [
    asked("with a key", "POST", `/jobs/run_wait_result/p/${script}`, () => ({
      headers: { "idempotency-key": randomUUID() },
      body: {},
    })),
    asked("scheduled run", "POST", `${run}?scheduled_in_secs=1`, () => ({ body: {} })),
    {
      name: "run of its own id",
      send: () => request("POST", `${run}?job_id=${randomUUID()}`, { body: {} }),
    },
    asked("probe", "HEAD", run),
    asked("preflight", "OPTIONS", run, () => ({ headers: { origin: "https://a.example" } })),
    asked(
      "tRPC query",
      "GET",
      `//trpc/users.whoami?input=${encodeURIComponent('{"workspace":"main"}')}`,
    ),
    asked("tRPC run", "POST", "//trpc/jobs.runByPath", () => ({ body: call })),
    asked("tRPC run and wait", "POST", "//trpc/jobs.runByPathAndWait", () => ({ body: call })),
    asked("docs", "GET", "//docs"),
    asked("docs of errors", "GET", "//docs/errors"),
    asked("no route", "GET", "//nowhere"),
  ];
}
