import { z } from "zod";
import { Uuid } from "./ids.ts";
import { JobStatus } from "./jobs.ts";

/** Where an event stands among all of its job: they sort by attempt, then by sequence. */
export interface EventPlace {
  /** 0 until the job was started for the first time. */
  readonly attempt: number;
  /** 0 is the attempt's start; what it wrote and streamed counts from 1. */
  readonly sequence: number;
}

/** Header by which a caller says which event it saw last. */
export const LAST_EVENT_ID_HEADER = "Last-Event-ID";

const EVENT_ID = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(\d{1,9})\.(\d{1,9})$/i;

/**
 * Id of an event: the job, the attempt and the place in it. It names the job, so that a run route
 * that is asked to resume knows what to resume instead of running once more.
 */
export const EventId = z
  .string()
  .regex(EVENT_ID, "must be the id of an event")
  .describe("`<job>.<attempt>.<sequence>`; stable, and later ones are greater");

export function toEventId(jobId: string, { attempt, sequence }: EventPlace): string {
  return `${jobId}.${attempt}.${sequence}`;
}

/** What an id says; undefined: it is none. */
export function readEventId(id: string): (EventPlace & { readonly jobId: string }) | undefined {
  const [, jobId, attempt, sequence] = EVENT_ID.exec(id) ?? [];
  return jobId === undefined
    ? undefined
    : { jobId: jobId.toLowerCase(), attempt: Number(attempt), sequence: Number(sequence) };
}

/** Whether one place comes after another. */
export function isAfter(place: EventPlace, other: EventPlace): boolean {
  return place.attempt === other.attempt
    ? place.sequence > other.sequence
    : place.attempt > other.attempt;
}

const StatusEvent = z.object({
  id: EventId,
  event: z.literal("status"),
  data: z.object({
    status: JobStatus.extract(["queued", "running"]),
    attempt: z.int().describe("How often it was started; above 1, an earlier attempt was lost"),
  }),
});

const LogEvent = z.object({
  id: EventId,
  event: z.literal("log"),
  data: z.object({ text: z.string().describe("What was written since the log event before") }),
});

const ChunkEvent = z.object({
  id: EventId,
  event: z.literal("chunk"),
  data: z.unknown().describe("An item that `main` yielded"),
});

const ResultEvent = z.object({
  id: EventId,
  event: z.literal("result"),
  data: z.object({
    id: Uuid,
    status: JobStatus.exclude(["queued", "running"]),
    result: z.unknown().describe("What `main` returned or yielded; a failure has `{error}`"),
  }),
});

const DoneEvent = z.object({ id: EventId, event: z.literal("done"), data: z.object({}) });

/** One event of a job's stream: its fields as they stand on the wire, `data` as JSON there. */
export const JobEvent = z
  .discriminatedUnion("event", [StatusEvent, LogEvent, ChunkEvent, ResultEvent, DoneEvent])
  .meta({ id: "JobEvent" });
export type JobEvent = z.infer<typeof JobEvent>;
