import {
  type AppRouter,
  createCallerFactory,
  createRouter,
  type Handlers,
  OperateError,
  proceduresOf,
} from "@getoperate/contract";
import type { Platform } from "@getoperate/use-cases";
import type { Hono } from "hono";
import { type Env, type HttpContext, requestContext } from "./http/env.ts";
import { requireJsonType } from "./http/json.ts";
import { readBody } from "./http/read-body.ts";
import { type Coercer, coercerOf } from "./rest/coerce.ts";
import { parseJsonObject } from "./rest/json-body.ts";

interface RestRoute {
  /** Where the procedure is in the router: `["scripts", "deploy"]`. */
  readonly procedure: readonly string[];
  readonly method: string;
  readonly path: string;
  readonly successStatus: 200 | 201;
  readonly tokenInQuery: boolean;
  readonly coerce: Coercer;
}

export interface RestOptions {
  readonly platform: Platform;
  readonly bodyLimitBytes: number;
}

/** Every procedure with `meta.openapi` as a REST route: a thin reader of the same contract. */
export function mountRest(app: Hono<Env>, handlers: Handlers, options: RestOptions): void {
  const router = createRouter(handlers);
  const createCaller = createCallerFactory(router);
  for (const route of restRoutes(router)) {
    app.on(route.method, toHonoPath(route.path), async (context) => {
      const ctx = requestContext(context, {
        platform: options.platform,
        trigger: "webhook",
        fromQuery: route.tokenInQuery,
      });
      await ctx.requireCaller("database");
      const input = await inputOf(context, route, options.bodyLimitBytes);
      const output = await callProcedure(createCaller(ctx), route.procedure, input);
      return context.json(output, route.successStatus, linksOf(context, output));
    });
  }
}

/** `Link: rel="next"` for a page that has one after it (RFC 8288); never with a token in it. */
function linksOf(context: HttpContext, output: unknown): Record<string, string> {
  const cursor: unknown = Reflect.get(Object(output), "next_cursor");
  if (typeof cursor !== "string") {
    return {};
  }
  const query = new URLSearchParams(context.req.query());
  query.delete("token");
  query.set("cursor", cursor);
  return { Link: `<${context.req.path}?${query}>; rel="next"` };
}

/** The REST routes of a router, in the order of the contract. */
export function restRoutes(router: AppRouter): RestRoute[] {
  return proceduresOf(router).map(({ name, meta, input }) => ({
    procedure: name.split("."),
    method: meta.openapi.method,
    path: meta.openapi.path,
    successStatus: meta.successStatus ?? 200,
    tokenInQuery: meta.tokenInQuery === true,
    coerce: coercerOf(input),
  }));
}

/** `{path}` is a runnable's path and takes the rest of the URL, slashes and all. */
export function toHonoPath(path: string): string {
  return path.replaceAll("{path}", ":path{.+}").replaceAll(/\{(\w+)\}/g, ":$1");
}

async function inputOf(
  context: HttpContext,
  route: RestRoute,
  bodyLimitBytes: number,
): Promise<Record<string, unknown>> {
  const params = route.coerce(context.req.param());
  if (route.method === "GET" || route.method === "DELETE") {
    return { ...route.coerce(context.req.query()), ...params };
  }
  requireJsonType(context.req.header("content-type"));
  const body = await readBody(context.env.incoming, bodyLimitBytes);
  return { ...parseJsonObject(body), ...params };
}

async function callProcedure(
  caller: object,
  path: readonly string[],
  input: unknown,
): Promise<unknown> {
  let target: unknown = caller;
  for (const part of path) {
    target = Reflect.get(Object(target), part);
  }
  if (typeof target !== "function") {
    throw new OperateError("internal", "A route names a procedure that is not there.");
  }
  return target(input);
}
