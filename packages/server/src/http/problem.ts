import { randomUUID } from "node:crypto";
import {
  asOperateError,
  type Log,
  type OperateError,
  REQUEST_ID_HEADER,
  toProblem,
} from "@getoperate/contract";
import type { HttpContext } from "./env.ts";
import { lingeringBody } from "./lingering-body.ts";

/** Every error of a route becomes its answer here: RFC 9457. */
export function problemResponse(context: HttpContext, error: unknown, log: Log): Response {
  const failure = asOperateError(error);
  const requestId = context.get("requestId");
  if (failure.code === "internal") {
    // Only here, never to the caller; and never the URL's query, which may hold a token.
    const { method, path } = context.req;
    log.error({ err: failure.cause, requestId, method, path }, "A request met a bug.");
  }
  const headers = problemHeaders(failure);
  const body = JSON.stringify(toProblem(failure, requestId));
  const { status } = failure;
  if (failure.code !== "too-large") {
    return new Response(body, { status, headers });
  }
  // Who sent so much may go on, so the connection is not used again.
  headers.set("Connection", "close");
  headers.set("Content-Length", String(Buffer.byteLength(body)));
  const { incoming } = context.env;
  return new Response(incoming.readableEnded ? body : lingeringBody(body, incoming), {
    status,
    headers,
  });
}

/** A problem of a request that reached no route, which would have added the headers of all answers. */
export function problemWithoutRoute(failure: OperateError): { headers: Headers; body: string } {
  const requestId = randomUUID();
  const headers = problemHeaders(failure);
  headers.set("X-Content-Type-Options", "nosniff");
  // Nobody looked whether a token stands in the address.
  headers.set("Cache-Control", "no-store");
  headers.set("Referrer-Policy", "no-referrer");
  headers.set(REQUEST_ID_HEADER, requestId);
  return { headers, body: JSON.stringify(toProblem(failure, requestId)) };
}

/** What a problem's status asks for beside the body. */
function problemHeaders(failure: OperateError): Headers {
  const headers = new Headers({ "Content-Type": "application/problem+json" });
  if (failure.code === "unauthenticated") {
    headers.set("WWW-Authenticate", "Bearer");
  }
  if (failure.retryAfterSeconds !== undefined) {
    headers.set("Retry-After", String(failure.retryAfterSeconds));
  }
  if (failure.allow !== undefined) {
    headers.set("Allow", failure.allow.join(", "));
  }
  return headers;
}
