import {
  type ErrorCode,
  IDEMPOTENT_REPLAYED_HEADER,
  JOB_ID_HEADER,
  JOB_STATUS_HEADER,
  JobResult,
  JobStatus,
  StartedJob,
  Uuid,
} from "@getoperate/contract";
import { z } from "zod";

/** What a script can do wrong when it shapes its answer. */
export const SHAPING_ERRORS: readonly ErrorCode[] = [
  "invalid-status-code",
  "invalid-content-type",
  "invalid-header",
];

const Location = z.string().describe("Where the job is found");
const EndedStatus = JobStatus.exclude(["queued", "running"]).describe("How the job ended");
const JobId = Uuid.describe("Id of the job");
const REPLAYED = {
  [IDEMPOTENT_REPLAYED_HEADER]: z
    .literal("true")
    .optional()
    .describe("An earlier request with the same `Idempotency-Key` started the job"),
};

interface Asked {
  /** Whether the request is the run itself. */
  readonly isRun: boolean;
}

/** The answer to a run nobody waits for. */
export function started(description: string) {
  return {
    description,
    headers: z.object({ Location, ...REPLAYED }),
    content: {
      "text/plain": { schema: Uuid.describe("The job's id, unless `Accept` asks for JSON") },
      "application/json": { schema: StartedJob },
    },
  };
}

/** The answers at a job's end: as JSON, or as the script chose. */
export function ended(description: string, { isRun }: Asked) {
  const headers = z.object({
    [JOB_ID_HEADER]: JobId,
    [JOB_STATUS_HEADER]: EndedStatus,
    ...(isRun ? REPLAYED : {}),
  });
  const chosen = { "*/*": { schema: z.unknown().describe("Of the type that the script chose") } };
  return {
    "200": {
      description: `${description}. A script may choose another status, type and headers.`,
      headers,
      content: { "application/json": { schema: z.unknown() }, ...chosen },
    },
    default: {
      description:
        "A status that the script or the caller's `error_status` chose; `X-Job-Status` tells it " +
        "from an answer of the server's",
      headers,
      content: chosen,
    },
  };
}

/** A reader of events makes a `JobEvent` of each. */
const EVENTS = {
  type: "string",
  contentMediaType: "text/event-stream",
  contentSchema: { $ref: "#/components/schemas/JobEvent" },
} as const;

/** The answers with a job's events, as they come. */
export function streamed({ isRun }: Asked) {
  const headers = z.object({ [JOB_ID_HEADER]: JobId, ...(isRun ? REPLAYED : {}) });
  return {
    "200": {
      description:
        "Server-Sent Events, each a `JobEvent` with its data as JSON, up to `done`. A connection that " +
        "ends before it is to be opened again, with the last id as `Last-Event-ID`.",
      headers,
      content: { "text/event-stream": { schema: EVENTS } },
    },
    "204": { description: "With `Last-Event-ID`: there are no events after it", headers },
  };
}

/** The answer when the wait ends before the job. */
export function pending(description: string, { isRun }: Asked) {
  return {
    description,
    headers: z.object({
      Location,
      "Retry-After": z.int().describe("Seconds after which to look again"),
      [JOB_ID_HEADER]: JobId,
      ...(isRun ? REPLAYED : {}),
    }),
    content: { "application/json": { schema: JobResult } },
  };
}
