import type { createRouter } from "@getoperate/contract";
import { asOperateError, type Log, MAX_BATCH_CALLS, OperateError } from "@getoperate/contract";
import type { Platform } from "@getoperate/use-cases";
import type { Subject } from "@getoperate/webhook";
import { fetchRequestHandler } from "@trpc/server/adapters/fetch";
import type { Hono } from "hono";
import { type Env, type HttpContext, requestContext } from "./http/env.ts";
import { readJsonText, requireJsonType } from "./http/json.ts";
import { readBody } from "./http/read-body.ts";

const TRPC_PATH = "/trpc";

const INPUT: Subject = { name: "The input", code: "invalid-input" };

export interface TrpcOptions {
  readonly platform: Platform;
  readonly bodyLimitBytes: number;
  readonly log: Log;
}

/** The router as tRPC speaks it, over HTTP. */
export function mountTrpc(
  app: Hono<Env>,
  router: ReturnType<typeof createRouter>,
  options: TrpcOptions,
): void {
  app.on(["GET", "POST"], `${TRPC_PATH}/*`, async (context) => {
    const response = await fetchRequestHandler({
      endpoint: TRPC_PATH,
      req: await boundedRequest(context, options.bodyLimitBytes),
      router,
      createContext: () =>
        requestContext(context, { platform: options.platform, trigger: "trpc", fromQuery: false }),
      responseMeta: ({ errors }) => ({ headers: retryAfterOf(errors) }),
      onError({ error, path }) {
        const failure = asOperateError(error);
        if (failure.code === "internal") {
          const requestId = context.get("requestId");
          options.log.error({ err: failure.cause, requestId, path }, "A procedure met a bug.");
        }
      },
    });
    return asJson(response);
  });
}

/** When all calls of a batch that were refused for now may be tried again. */
function retryAfterOf(errors: readonly unknown[]): Record<string, string> {
  const seconds = Math.max(
    0,
    ...errors.map((error) => asOperateError(error).retryAfterSeconds ?? 0),
  );
  return seconds === 0 ? {} : { "Retry-After": String(seconds) };
}

/** The adapter gives no type to a refusal that comes before the procedure is known. */
function asJson(response: Response): Response {
  if (response.headers.get("Content-Type")?.startsWith("text/plain") === true) {
    response.headers.set("Content-Type", "application/json");
  }
  return response;
}

/**
 * The same request with its body read under the limit and its JSON looked at, since the adapter knows
 * neither a limit nor a depth. Forms and bytes, which it would read too, are no input of any procedure.
 */
async function boundedRequest(context: HttpContext, limitBytes: number): Promise<Request> {
  const { method, url } = context.req;
  const headers = new Headers(context.req.header());
  const { pathname, searchParams } = new URL(url);
  refuseLongBatch(pathname, searchParams);
  if (method === "GET" || method === "HEAD") {
    readJsonText(Buffer.from(searchParams.get("input") ?? ""), INPUT);
    return new Request(url, { method, headers });
  }
  requireJsonType(context.req.header("content-type"));
  const body = Buffer.from(await readBody(context.env.incoming, limitBytes));
  readJsonText(body);
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Request(url, { method, headers, body });
}

function refuseLongBatch(path: string, query: URLSearchParams): void {
  const calls = path.replaceAll(/%2c/gi, ",").split(",").length;
  if (query.get("batch") === "1" && calls > MAX_BATCH_CALLS) {
    throw new OperateError("invalid-input", `A batch may have at most ${MAX_BATCH_CALLS} calls.`);
  }
}
