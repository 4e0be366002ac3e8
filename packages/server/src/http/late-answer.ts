// Hot path of every sync call, and where thousands of them wait at once: what is held of a request
// until its answer comes is Node's own part of it and a few words, and nothing of its way in.
import type { ServerResponse } from "node:http";
import type { JobStanding } from "@getoperate/use-cases";
import type { MiddlewareHandler } from "hono";
import type { ServerParts } from "../options.ts";
import type { Answer } from "./answer.ts";
import type { Env, HttpContext } from "./env.ts";
import { watchAlone } from "./hang-up.ts";
import { problemAnswer } from "./problem.ts";
import { factsOf, type RequestFacts } from "./request-facts.ts";

/** The header by which the listener knows that it has nothing to send. */
const MARK = "x-hono-already-sent";

/** An answer that is made of what comes later. */
export interface LateAnswer {
  readonly standing: Promise<JobStanding>;
  readonly shape: (standing: JobStanding) => Answer;
}

/** Lets the request's way through the routes end now, and sends the answer when it comes. */
export function answerLater(context: HttpContext, answer: LateAnswer): Response {
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
      const common = [...context.res.headers].filter(([name]) => name !== MARK).flat();
      letGo(context);
      sendLater(parts, answer, { outgoing, common, facts: factsOf(context) });
    }
  };
}

/** What is kept of a request while its caller waits. */
interface Destination {
  readonly outgoing: ServerResponse;
  /** Headers of every answer: names and values in turn, which take less room than pairs. */
  readonly common: readonly string[];
  readonly facts: RequestFacts;
}

/** Lets go of what nobody needs of a request that was read whole. */
function letGo(context: HttpContext): void {
  const { incoming, outgoing } = context.env;
  incoming.rawHeaders = [];
  incoming.headers = {};
  const hangUp = context.get("hangUp");
  if (hangUp !== undefined) {
    watchAlone(outgoing, hangUp);
  }
}

/** Not an async function, of which thousands that wait would take much more. */
function sendLater(
  parts: ServerParts,
  { standing, shape }: LateAnswer,
  destination: Destination,
): void {
  standing
    .then((end) => send(parts, shape(end), destination))
    .catch((error: unknown) => {
      const { outgoing, facts } = destination;
      const problem = problemAnswer(error, facts, parts.log);
      if (outgoing.headersSent) {
        outgoing.destroy();
      } else {
        send(parts, problem, destination);
      }
    });
}

function send(
  parts: ServerParts,
  { status, headers, body }: Answer,
  { outgoing, common }: Destination,
): void {
  if (outgoing.destroyed) {
    return;
  }
  for (let at = 0; at + 1 < common.length; at += 2) {
    headers.set(common[at] ?? "", common[at + 1] ?? "");
  }
  if (!parts.isReady()) {
    // The server began to stop while the caller waited.
    headers.set("Connection", "close");
  }
  outgoing.statusCode = status;
  outgoing.setHeaders(headers).end(body);
}
