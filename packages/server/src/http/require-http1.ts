import { OperateError } from "@getoperate/contract";
import type { MiddlewareHandler } from "hono";
import type { Env } from "./env.ts";

/**
 * The parser takes four versions, and this server speaks two: HTTP/1.1, which wants a `Host` header,
 * and 1.0 for older senders, such as health checks, which need none.
 */
export const requireHttp1: MiddlewareHandler<Env> = async (context, next) => {
  const { headers, httpVersion } = context.env.incoming;
  if (httpVersion !== "1.1" && httpVersion !== "1.0") {
    throw new OperateError("invalid-request", "The request is neither HTTP/1.1 nor HTTP/1.0.");
  }
  if (headers.host === undefined && httpVersion === "1.1") {
    throw new OperateError("invalid-request", "The request has no Host header.");
  }
  await next();
};
