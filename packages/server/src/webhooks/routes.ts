import { LAST_EVENT_ID_HEADER, MAX_WAIT_SECONDS, Uuid, WorkspaceId } from "@getoperate/contract";
import { jobEvents, jobLogs, jobStanding } from "@getoperate/use-cases";
import type { Hono } from "hono";
import { z } from "zod";
import { lastEventIdOf, streamResponse } from "../events/stream-response.ts";
import { type Env, type HttpContext, requestContext } from "../http/env.ts";
import { answerLater } from "../http/late-answer.ts";
import { parseValue } from "../http/parse.ts";
import { factsOf } from "../http/request-facts.ts";
import type { ServerParts } from "../options.ts";
import { endedAnswer } from "./answers.ts";
import { runAndAnswer, runAsync } from "./run.ts";
import { runAndAnswerEvents } from "./stream.ts";

const JOBS = "/api/w/:workspace/jobs";

/** The routes that take any body or answer with any: they call the same verbs as the others. */
export function mountWebhooks(app: Hono<Env>, parts: ServerParts): void {
  for (const target of ["p/:path{.+}", "h/:hash"]) {
    app.post(`${JOBS}/run/${target}`, (context) => runAsync(parts, context));
  }
  // The last one is the short form of p/.
  for (const target of ["p/:path{.+}", "h/:hash", ":path{[uf](?:/|%2[Ff]).+}"]) {
    app.on(["GET", "POST"], `${JOBS}/run_wait_result/${target}`, (context) =>
      runAndAnswer(parts, context),
    );
    app.on(["GET", "POST"], `${JOBS}/run_and_stream/${target}`, (context) =>
      runAndAnswerEvents(parts, context),
    );
  }
  app.get(`${JOBS}/:id/result`, (context) => result(parts, context));
  app.get(`${JOBS}/:id/logs`, (context) => logs(parts, context));
  app.get(`${JOBS}/:id/events`, (context) => events(parts, context));
}

/** A wait in a URL is a string. */
const Wait = z
  .string()
  .regex(/^\d{1,6}(?:\.\d{1,3})?$/, "must be seconds")
  .transform(Number)
  .refine((seconds) => seconds <= MAX_WAIT_SECONDS, `must be at most ${MAX_WAIT_SECONDS}`);

function result(parts: ServerParts, context: HttpContext): Response {
  const given = context.req.query("wait");
  const wait = given === undefined ? undefined : parseValue(Wait, "wait", given);
  const { ctx, input } = jobCall(parts, context);
  const standing = jobStanding(parts.platform, { ctx, input: { ...input, wait } });
  const asked = { workspace: input.workspace, errorStatus: undefined, facts: factsOf(context) };
  return answerLater(context, { standing, shape: (end) => endedAnswer(parts, end, asked) });
}

async function logs(parts: ServerParts, context: HttpContext): Promise<Response> {
  const { logs: text } = await jobLogs(parts.platform, jobCall(parts, context));
  return new Response(text, { headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

async function events(parts: ServerParts, context: HttpContext): Promise<Response> {
  const { ctx, input } = jobCall(parts, context);
  const lastEventId = lastEventIdOf(context.req.header(LAST_EVENT_ID_HEADER));
  const stream = await jobEvents(parts.platform, { ctx, input: { ...input, lastEventId } });
  return streamResponse(parts, context, stream);
}

function jobCall({ platform }: ServerParts, context: HttpContext) {
  return {
    ctx: requestContext(context, { platform, trigger: "webhook", fromQuery: true }),
    input: {
      workspace: parseValue(WorkspaceId, "workspace", context.req.param("workspace")),
      id: parseValue(Uuid, "id", context.req.param("id")),
    },
  };
}
