import {
  IDEMPOTENT_REPLAYED_HEADER,
  LAST_EVENT_ID_HEADER,
  type RequestContext,
} from "@getoperate/contract";
import { resumeRun, runAndStream, type StreamedRun } from "@getoperate/use-cases";
import { parsePrefer } from "@getoperate/webhook";
import { lastEventIdOf, streamResponse } from "../events/stream-response.ts";
import type { HttpContext } from "../http/env.ts";
import type { ServerParts } from "../options.ts";
import { readRun, readTarget } from "./read-run.ts";
import { callerOf, refuseSchedule, runAsPreferred } from "./run.ts";

/**
 * Answers with what a job logs and yields while it runs, and with its result. A caller that says
 * which event it saw last gets the rest of that job, and starts none.
 */
export async function runAndAnswerEvents(
  parts: ServerParts,
  context: HttpContext,
): Promise<Response> {
  const lastEventId = lastEventIdOf(context.req.header(LAST_EVENT_ID_HEADER));
  if (lastEventId === undefined && parsePrefer(context.req.header("prefer")).respondAsync) {
    return runAsPreferred(parts, context);
  }
  const ctx = await callerOf(parts, context);
  const { workspace, target } = readTarget(context);
  const stream =
    lastEventId === undefined
      ? await startStream(parts, context, ctx)
      : await resumeRun(parts.platform, ctx, { workspace, target, lastEventId });
  const response = streamResponse(parts, context, stream);
  if (stream.replayed) {
    response.headers.set(IDEMPOTENT_REPLAYED_HEADER, "true");
  }
  return response;
}

async function startStream(
  parts: ServerParts,
  context: HttpContext,
  ctx: RequestContext,
): Promise<StreamedRun> {
  const { request, settings, schedule } = await readRun(parts, context);
  refuseSchedule(schedule, settings);
  return runAndStream(parts.platform, ctx, request);
}
