import { type RequestContext, readEventId } from "@getoperate/contract";
import type { Platform } from "../platform.ts";
import { cancelOnHangUp } from "./hang-up.ts";
import { type JobStream, notItsEvent, streamAfter, streamParts } from "./job-events.ts";
import { startedJob } from "./read.ts";
import type { RunTarget } from "./resolve-version.ts";
import { type RunRequest, startRun } from "./run.ts";

export interface StreamedRun extends JobStream {
  /** Whether an earlier request with the same key started it. */
  readonly replayed: boolean;
}

/** Starts a job and gives its events from the first one on. */
export async function runAndStream(
  platform: Platform,
  ctx: RequestContext,
  request: RunRequest,
): Promise<StreamedRun> {
  const { id, replayed, settings } = await startRun(platform, ctx, request);
  if (!replayed && settings.cancel_on_disconnect === true) {
    cancelOnHangUp(platform, ctx, id);
  }
  return { ...(await streamAfter(streamParts(platform, ctx, id), undefined)), replayed };
}

export interface ResumeRequest {
  readonly workspace: string;
  readonly target: RunTarget;
  readonly lastEventId: string;
}

/** Gives the rest of the events of a job that the caller started before. Starts nothing. */
export async function resumeRun(
  platform: Platform,
  ctx: RequestContext,
  { workspace, target, lastEventId }: ResumeRequest,
): Promise<StreamedRun> {
  const id = readEventId(lastEventId)?.jobId;
  if (id === undefined) {
    throw notItsEvent("is not the id of an event");
  }
  const job = await startedJob(platform, { ctx, input: { workspace, id } });
  const isOfTarget = target.kind === "path" ? job.path === target.path : job.hash === target.hash;
  if (!isOfTarget) {
    throw notItsEvent("is of a job of another script");
  }
  return { ...(await streamAfter(streamParts(platform, ctx, id), lastEventId)), replayed: false };
}
