import { randomUUID } from "node:crypto";
import {
  asOperateError,
  type Log,
  type OperateError,
  REQUEST_ID_HEADER,
  toProblem,
} from "@getoperate/contract";
import type { Answer } from "./answer.ts";
import type { HttpContext } from "./env.ts";
import { lingeringBody } from "./lingering-body.ts";
import { factsOf, type RequestFacts } from "./request-facts.ts";

export interface ProblemAnswer extends Answer {
  readonly body: string;
}

/** Every error of a route becomes its answer here: RFC 9457. */
export function problemAnswer(error: unknown, facts: RequestFacts, log: Log): ProblemAnswer {
  const failure = asOperateError(error);
  if (failure.code === "internal") {
    // Only here, never to the caller.
    log.error({ err: failure.cause, ...facts }, "A request met a bug.");
  }
  const body = JSON.stringify(toProblem(failure, facts.requestId));
  return { status: failure.status, headers: problemHeaders(failure), body };
}

/** The same for the request whose routes it left. */
export function problemResponse(context: HttpContext, error: unknown, log: Log): Response {
  const failure = asOperateError(error);
  const { status, headers, body } = problemAnswer(failure, factsOf(context), log);
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
