import { randomUUID } from "node:crypto";
import { REQUEST_ID_HEADER } from "@getoperate/contract";
import type { MiddlewareHandler } from "hono";
import type { Env } from "./env.ts";

const USABLE = /^[A-Za-z0-9._-]{1,128}$/;

/** Takes the caller's request id over if it can do no harm in a log, else makes one; echoes it. */
export const requestId: MiddlewareHandler<Env> = async (context, next) => {
  const given = context.req.header(REQUEST_ID_HEADER);
  const id = given !== undefined && USABLE.test(given) ? given : randomUUID();
  context.set("requestId", id);
  await next();
  context.res.headers.set(REQUEST_ID_HEADER, id);
};
