// Hot path of every sync call, and where thousands of them wait at once: what is held of a request
// until its answer comes is Node's own part of it and a few words, and nothing of its way in.
import type { ServerResponse } from "node:http";
import type { MiddlewareHandler } from "hono";
import type { ServerParts } from "../options.ts";
import type { Answer } from "./answer.ts";
import type { Env, HttpContext } from "./env.ts";
import { problemAnswer } from "./problem.ts";
import { factsOf, type RequestFacts } from "./request-facts.ts";

/** The header by which the listener knows that it has nothing to send. */
const MARK = "x-hono-already-sent";

/** Lets the request's way through the routes end now, and sends the answer when it comes. */
export function answerLater(context: HttpContext, answer: Promise<Answer>): Response {
  context.set("lateAnswer", answer);
  return new Response(null, { headers: { [MARK]: "true" } });
}

/** Around all routes, so that a late answer has the headers that every answer gets. */
export function sendLateAnswers(parts: ServerParts): MiddlewareHandler<Env> {
  return async (context, next) => {
    await next();
    const answer = context.get("lateAnswer");
    if (answer !== undefined) {
      const { outgoing } = context.env;
      const headers = [...context.res.headers].filter(([name]) => name !== MARK);
      void sendLater(parts, answer, { outgoing, headers, facts: factsOf(context) });
    }
  };
}

interface Destination {
  readonly outgoing: ServerResponse;
  /** Of every answer. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly facts: RequestFacts;
}

async function sendLater(
  parts: ServerParts,
  answer: Promise<Answer>,
  { outgoing, headers, facts }: Destination,
): Promise<void> {
  const {
    status,
    headers: all,
    body,
  } = await answer.catch((error: unknown) => problemAnswer(error, facts, parts.log));
  if (outgoing.destroyed) {
    return;
  }
  for (const [name, value] of headers) {
    all.set(name, value);
  }
  if (!parts.isReady()) {
    // The server began to stop while the caller waited.
    all.set("Connection", "close");
  }
  outgoing.statusCode = status;
  outgoing.setHeaders(all).end(body);
}
