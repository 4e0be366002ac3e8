import type { MiddlewareHandler } from "hono";
import type { Env } from "./env.ts";

/** On every answer; and an answer to a URL with a token is kept nowhere and named to nobody. */
export const securityHeaders: MiddlewareHandler<Env> = async (context, next) => {
  await next();
  const { headers } = context.res;
  headers.set("X-Content-Type-Options", "nosniff");
  if (context.req.query("token") !== undefined) {
    headers.set("Cache-Control", "no-store");
    headers.set("Referrer-Policy", "no-referrer");
  }
};
