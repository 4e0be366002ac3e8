import { OperateError } from "@getoperate/contract";
import type { MiddlewareHandler } from "hono";
import type { ServerParts } from "../options.ts";
import type { Env } from "./env.ts";

/**
 * While the server starts and while it stops, new requests are sent elsewhere or told to come back;
 * those that are under way end. The connection is closed, so that a client does not come back on it.
 */
export function refuseUnlessReady({ isReady }: ServerParts): MiddlewareHandler<Env> {
  return async (context, next) => {
    if (!isReady()) {
      throw new OperateError("unavailable", "The server is starting or stopping; try again soon.", {
        retryAfterSeconds: 1,
      });
    }
    await next();
    if (!isReady()) {
      context.res.headers.set("Connection", "close");
    }
  };
}
