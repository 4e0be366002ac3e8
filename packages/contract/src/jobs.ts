import { z } from "zod";
import { Timestamp, Username, Uuid, VersionHash, WorkspaceId } from "./ids.ts";
import { PageInput, pageOf } from "./page.ts";
import { RunnablePath } from "./paths.ts";
import { type Handler, procedure, router } from "./procedure.ts";
import {
  IdempotencyKey,
  MAX_DELAY_SECONDS,
  Priority,
  Tag,
  TimeoutSeconds,
} from "./run-parameters.ts";
import { Text } from "./text.ts";

export const JOB_STATUSES = ["queued", "running", "success", "failure", "canceled"] as const;
export const JobStatus = z.enum(JOB_STATUSES);
export type JobStatus = z.infer<typeof JobStatus>;
export type FinalJobStatus = Exclude<JobStatus, "queued" | "running">;

export function isFinal(status: JobStatus): status is FinalJobStatus {
  return status !== "queued" && status !== "running";
}

/** Longest a call may wait for a job, seconds, where the caller names the time. */
export const MAX_WAIT_SECONDS = 600;

const JobKind = z.enum(["script"]).describe("What was run");
const Trigger = z.enum(["webhook", "trpc"]).describe("How it was started");

const JobSummaryShape = {
  id: Uuid,
  kind: JobKind,
  status: JobStatus,
  path: z.string(),
  hash: z.string(),
  created_by: z.string().describe("User whose token started it; it runs with this user's rights"),
  trigger: Trigger,
  token_prefix: z.string().nullable().describe("Visible start of the token that started it"),
  label: z.string().nullable().describe("Label of that token, as it was then"),
  parent: Uuid.nullable().describe("The job whose own token started it"),
  tag: z.string().describe("Which workers may run it"),
  priority: z.int().describe("Higher ones start earlier"),
  scheduled_for: Timestamp.nullable().describe("It was not to start before this time"),
  created_at: Timestamp,
  started_at: Timestamp.nullable(),
  completed_at: Timestamp.nullable(),
  duration_ms: z.number().nullable().describe("From start to end of the last attempt"),
  attempt: z.int().describe("How often it was started; 0 while it waits for the first time"),
  worker: z.string().nullable().describe("Name of the worker that ran it last"),
};

export const JobSummary = z.object(JobSummaryShape).meta({ id: "JobSummary" });
export type JobSummary = z.infer<typeof JobSummary>;

const AheadShape = {
  ahead: z.int().describe("How many others start before it; counted up to 1,000"),
  more: z.boolean().describe("Whether there may be even more"),
};

/** Why a job waits. */
export const JobWaiting = z
  .discriminatedUnion("reason", [
    z.object({ reason: z.literal("scheduled"), until: Timestamp }),
    z.object({ reason: z.literal("no-worker"), tag: z.string().describe("No worker serves it") }),
    z.object({
      reason: z.literal("limit-reached"),
      limit: z.int().describe("How many may run at once"),
      key: z.string().nullable().describe("What is counted apart; null: all jobs of the script"),
      ...AheadShape,
    }),
    z.object({ reason: z.literal("behind-others"), ...AheadShape }),
  ])
  .meta({ id: "JobWaiting" });
export type JobWaiting = z.infer<typeof JobWaiting>;

export const Job = z
  .object({
    ...JobSummaryShape,
    waiting: JobWaiting.nullable().describe("Why it is not running yet; null unless it is queued"),
    args: z.record(z.string(), z.unknown()),
    result: z
      .unknown()
      .optional()
      .describe("What `main` returned; for a failure `{error}`; absent until the job ended"),
    progress: z
      .int()
      .nullable()
      .describe("How far it is, percent, if it said so; null unless it runs"),
    logs_tail: z.string().describe("The last 4 KiB of the logs"),
    cancel: z
      .object({ by: z.string(), reason: z.string().nullable(), at: Timestamp })
      .nullable()
      .describe("Who asked to cancel it"),
  })
  .meta({ id: "Job" });
export type Job = z.infer<typeof Job>;

const Args = z
  .record(z.string(), z.unknown())
  .default({})
  .describe("Arguments by name; unknown names are ignored");

const RunOptions = {
  args: Args,
  idempotency_key: IdempotencyKey.optional(),
  tag: Tag.optional(),
  priority: Priority.optional(),
  timeout: TimeoutSeconds.optional(),
  job_id: Uuid.optional().describe("Id of the new job, if it is free; one of the server's else"),
};

const ScheduleOptions = {
  scheduled_for: Timestamp.optional().describe("Not to start before this time"),
  scheduled_in_secs: z
    .int()
    .min(0)
    .max(MAX_DELAY_SECONDS)
    .optional()
    .describe("Not to start before so many seconds have passed"),
};

const ByPathNow = z.object({ workspace: WorkspaceId, path: RunnablePath, ...RunOptions });
const ByHashNow = z.object({ workspace: WorkspaceId, hash: VersionHash, ...RunOptions });
export const RunByPathInput = z.object({ ...ByPathNow.shape, ...ScheduleOptions });
export const RunByHashInput = z.object({ ...ByHashNow.shape, ...ScheduleOptions });

const WaitSeconds = z
  .number()
  .min(0)
  .max(MAX_WAIT_SECONDS)
  .optional()
  .describe("Longest wait, seconds; after it the answer has the status alone");

export const RunByPathAndWaitInput = z.object({ ...ByPathNow.shape, wait: WaitSeconds });
export const RunByHashAndWaitInput = z.object({ ...ByHashNow.shape, wait: WaitSeconds });

export const StartedJob = z.object({ id: Uuid }).meta({ id: "StartedJob" });

export const JobResult = z
  .object({
    id: Uuid,
    status: JobStatus,
    result: z.unknown().optional().describe("Absent until the job ended; a failure has `{error}`"),
  })
  .meta({ id: "JobResult" });
export type JobResult = z.infer<typeof JobResult>;

const ById = z.object({ workspace: WorkspaceId, id: Uuid });

export const GetResultInput = z.object({ ...ById.shape, wait: WaitSeconds });

export const ListJobsInput = z.object({
  workspace: WorkspaceId,
  path: RunnablePath.optional().describe("Only jobs of this script"),
  hash: VersionHash.optional().describe("Only jobs of this version"),
  status: JobStatus.optional(),
  kind: JobKind.optional(),
  trigger: Trigger.optional(),
  label: Text.max(200).optional().describe("Only jobs started with a token of this label"),
  parent: Uuid.optional().describe("Only jobs that this one started"),
  created_by: Username.optional(),
  created_after: Timestamp.optional(),
  created_before: Timestamp.optional(),
  ...PageInput,
});

export const CancelJobInput = z.object({
  ...ById.shape,
  reason: Text.max(1000).optional().describe("Why; shown with the job"),
});

export const SetProgressInput = z.object({
  ...ById.shape,
  percent: z.int().min(0).max(100).describe("How far it is"),
});
const JobProgress = z.object({ id: Uuid, percent: z.int() }).meta({ id: "JobProgress" });

export const CanceledJob = z
  .object({
    id: Uuid,
    status: JobStatus.describe("`canceled` when it waited; `running` until its process has ended"),
  })
  .meta({ id: "CanceledJob" });

const JobLogs = z.object({ id: Uuid, logs: z.string() });
const JobPage = pageOf(JobSummary).meta({ id: "JobPage" });

type RunInput<Shape extends z.ZodType> = Handler<z.output<Shape>, z.input<typeof StartedJob>>;
type WaitInput<Shape extends z.ZodType> = Handler<z.output<Shape>, JobResult>;

export interface JobHandlers {
  runByPath: RunInput<typeof RunByPathInput>;
  runByHash: RunInput<typeof RunByHashInput>;
  runByPathAndWait: WaitInput<typeof RunByPathAndWaitInput>;
  runByHashAndWait: WaitInput<typeof RunByHashAndWaitInput>;
  get: Handler<z.output<typeof ById>, Job>;
  result: WaitInput<typeof GetResultInput>;
  list: Handler<z.output<typeof ListJobsInput>, z.input<typeof JobPage>>;
  cancel: Handler<z.output<typeof CancelJobInput>, z.input<typeof CanceledJob>>;
  setProgress: Handler<z.output<typeof SetProgressInput>, z.input<typeof JobProgress>>;
  logs: Handler<z.output<typeof ById>, z.input<typeof JobLogs>>;
}

const tags = ["jobs"];

/** The procedures without a REST route of their own are reached over REST by the webhook routes. */
export function jobsRouter(handlers: JobHandlers) {
  return router({
    runByPath: procedure
      .meta({ commitAsksCaller: true })
      .input(RunByPathInput)
      .output(StartedJob)
      .mutation((call) => handlers.runByPath(call)),
    runByHash: procedure
      .meta({ commitAsksCaller: true })
      .input(RunByHashInput)
      .output(StartedJob)
      .mutation((call) => handlers.runByHash(call)),
    runByPathAndWait: procedure
      .meta({ commitAsksCaller: true })
      .input(RunByPathAndWaitInput)
      .output(JobResult)
      .mutation((call) => handlers.runByPathAndWait(call)),
    runByHashAndWait: procedure
      .meta({ commitAsksCaller: true })
      .input(RunByHashAndWaitInput)
      .output(JobResult)
      .mutation((call) => handlers.runByHashAndWait(call)),
    get: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/jobs/{id}",
          tags,
          summary: "Get a job",
          protect: true,
        },
        tokenInQuery: true,
        errors: ["not-found"],
      })
      .input(ById)
      .output(Job)
      .query((call) => handlers.get(call)),
    result: procedure
      .input(GetResultInput)
      .output(JobResult)
      .query((call) => handlers.result(call)),
    list: procedure
      .meta({
        openapi: {
          method: "GET",
          path: "/api/w/{workspace}/jobs",
          tags,
          summary: "List jobs",
          description: "Newest first.",
          protect: true,
        },
        tokenInQuery: true,
      })
      .input(ListJobsInput)
      .output(JobPage)
      .query((call) => handlers.list(call)),
    cancel: procedure
      .meta({
        openapi: {
          method: "POST",
          path: "/api/w/{workspace}/jobs/{id}/cancel",
          tags,
          summary: "Cancel a job",
          description:
            "A waiting job ends at once, a running one when its process is gone, within a second. " +
            "A job that ended stays as it is.",
          protect: true,
        },
        errors: ["not-found"],
      })
      .input(CancelJobInput)
      .output(CanceledJob)
      .mutation((call) => handlers.cancel(call)),
    setProgress: procedure
      .meta({
        openapi: {
          method: "POST",
          path: "/api/w/{workspace}/jobs/{id}/progress",
          tags,
          summary: "Say how far a job is",
          description: "Only with the token of that very job.",
          protect: true,
        },
      })
      .input(SetProgressInput)
      .output(JobProgress)
      .mutation((call) => handlers.setProgress(call)),
    logs: procedure
      .input(ById)
      .output(JobLogs)
      .query((call) => handlers.logs(call)),
  });
}
