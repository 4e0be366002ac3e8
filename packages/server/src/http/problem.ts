import { asOperateError, type Log, OperateError, toProblem } from "@getoperate/contract";
import type { HttpContext } from "./env.ts";

/** The one place where errors become answers: RFC 9457, with the headers its status asks for. */
export function problemResponse(context: HttpContext, error: unknown, log: Log): Response {
  const failure = asOperateError(error);
  const requestId = context.get("requestId");
  if (failure.code === "internal") {
    // Only here, never to the caller; and never the URL's query, which may hold a token.
    const { method, path } = context.req;
    log.error({ err: failure.cause, requestId, method, path }, "A request met a bug.");
  }
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
  if (failure.code === "too-large" && context.env.incoming.readableEnded === false) {
    // The rest of the body is not read, so the connection cannot be used again.
    headers.set("Connection", "close");
  }
  const body = JSON.stringify(toProblem(failure, requestId));
  return new Response(body, { status: failure.status, headers });
}

export function noSuchRoute(): OperateError {
  return new OperateError("not-found", "There is nothing at this address.");
}
