import {
  type EventPlace,
  isAfter,
  OperateError,
  type RequestContext,
  readEventId,
} from "@getoperate/contract";
import { reading } from "@getoperate/db";
import { authenticateAgain } from "../auth/authenticate.ts";
import type { Platform } from "../platform.ts";
import { endPlaces, START, type StreamedEvent } from "./events-after.ts";
import { type JobCall, readableJob } from "./read.ts";
import { type StreamParts, streamEvents } from "./stream-events.ts";

/** A job's events from some place on. */
export interface JobStream {
  readonly id: string;
  /** Undefined: the caller has seen the last one. */
  readonly events: AsyncGenerator<StreamedEvent> | undefined;
}

/** The events of a job, running or ended, after the one that the caller saw last. */
export async function jobEvents(
  platform: Platform,
  call: JobCall & { readonly input: { readonly lastEventId: string | undefined } },
): Promise<JobStream> {
  const { job } = await readableJob(platform, call);
  return streamAfter(streamParts(platform, call.ctx, job.id), call.input.lastEventId);
}

export function streamParts(platform: Platform, ctx: RequestContext, jobId: string): StreamParts {
  return { platform, ctx, jobId, checkCaller: () => authenticateAgain(platform, ctx) };
}

/** Throws `invalid-input` for an id that is none of the job's. */
export async function streamAfter(
  parts: StreamParts,
  lastEventId: string | undefined,
): Promise<JobStream> {
  const { platform, jobId } = parts;
  if (lastEventId === undefined) {
    return { id: jobId, events: streamEvents(parts, START) };
  }
  const place = placeOf(lastEventId, jobId);
  const places = endPlaces(await reading(() => platform.engine.readOutput(jobId, place)));
  const isOver = places !== undefined && !isAfter(places.done, place);
  return { id: jobId, events: isOver ? undefined : streamEvents(parts, place) };
}

function placeOf(lastEventId: string, jobId: string): EventPlace {
  const read = readEventId(lastEventId);
  if (read?.jobId === jobId) {
    return { attempt: read.attempt, sequence: read.sequence };
  }
  throw notItsEvent(read === undefined ? "is not the id of an event" : "is of another job");
}

export function notItsEvent(detail: string): OperateError {
  return new OperateError("invalid-input", `/Last-Event-ID: ${detail}`, {
    errors: [{ pointer: "/Last-Event-ID", detail }],
  });
}
