// Hot path of every webhook: request → arguments → job → result → response.
import {
  IDEMPOTENT_REPLAYED_HEADER,
  OperateError,
  PREFERENCE_APPLIED_HEADER,
  type RequestContext,
} from "@getoperate/contract";
import { type JobStanding, runAndAwait, startRun } from "@getoperate/use-cases";
import { parsePrefer, type RunSettings } from "@getoperate/webhook";
import type { Answer } from "../http/answer.ts";
import { type HttpContext, requestContext } from "../http/env.ts";
import { answerLater } from "../http/late-answer.ts";
import { factsOf } from "../http/request-facts.ts";
import type { ServerParts } from "../options.ts";
import { type AskedEnd, endedAnswer, startedResponse } from "./answers.ts";
import { type ReadRun, readRun } from "./read-run.ts";

/** Answers with the job's uuid as soon as it is committed. */
export async function runAsync(parts: ServerParts, context: HttpContext): Promise<Response> {
  const ctx = await callerOf(parts, context);
  const { request, schedule } = await readRun(parts, context);
  const options = { ...request.options, schedule };
  const run = await startRun(parts.platform, ctx, { ...request, options });
  return startedResponse(context, request.workspace, run);
}

/** The same on the address of a call that waits, for a caller who prefers `respond-async`. */
export async function runAsPreferred(parts: ServerParts, context: HttpContext): Promise<Response> {
  const response = await runAsync(parts, context);
  response.headers.set(PREFERENCE_APPLIED_HEADER, "respond-async");
  return response;
}

/** Answers with what the script returned, or at the deadline with where it will be found. */
export async function runAndAnswer(parts: ServerParts, context: HttpContext): Promise<Response> {
  const prefer = parsePrefer(context.req.header("prefer"));
  if (prefer.respondAsync) {
    return runAsPreferred(parts, context);
  }
  const ctx = await callerOf(parts, context);
  const { request, settings, schedule } = await readRun(parts, context);
  refuseSchedule(schedule, settings);
  const longest = parts.platform.settings.syncTimeoutSeconds;
  const waitMs = Math.min(prefer.waitSeconds ?? longest, longest) * 1000;
  const { run, ended } = await runAndAwait(parts.platform, ctx, { ...request, waitMs });
  const asked = {
    workspace: request.workspace,
    errorStatus: settings.errorStatus ?? run.settings.error_status,
    facts: factsOf(context),
    isReplayed: run.replayed,
    waitSeconds: prefer.waitSeconds,
  };
  return answerLater(context, { standing: ended, shape: shaperOf(parts, asked) });
}

interface AskedRun extends AskedEnd {
  readonly isReplayed: boolean;
  readonly waitSeconds: number | undefined;
}

/** Apart from the request, of which nothing else is kept while it waits. */
function shaperOf(parts: ServerParts, asked: AskedRun): (standing: JobStanding) => Answer {
  return (standing) => {
    const answer = endedAnswer(parts, standing, asked);
    if (asked.isReplayed) {
      answer.headers.set(IDEMPOTENT_REPLAYED_HEADER, "true");
    }
    if (asked.waitSeconds !== undefined) {
      answer.headers.set(PREFERENCE_APPLIED_HEADER, `wait=${asked.waitSeconds}`);
    }
    return answer;
  };
}

/** Asks who calls before anything of the request is read: a stranger's body is not worth it. */
export async function callerOf(parts: ServerParts, context: HttpContext): Promise<RequestContext> {
  const { platform } = parts;
  const ctx = requestContext(context, { platform, trigger: "webhook", fromQuery: true });
  await ctx.requireCaller("memory");
  return ctx;
}

/** Nobody waits for a job that may start tomorrow. */
export function refuseSchedule(schedule: ReadRun["schedule"], { scheduledFor }: RunSettings): void {
  if (schedule !== undefined) {
    const pointer = scheduledFor === undefined ? "/scheduled_in_secs" : "/scheduled_for";
    const detail = "goes with async routes only; use jobs/run or Prefer: respond-async";
    throw new OperateError("invalid-input", `${pointer}: ${detail}`, {
      errors: [{ pointer, detail }],
    });
  }
}
