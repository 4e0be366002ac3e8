import {
  covers,
  isWebhookSpecific,
  JobStatus,
  type JobSummary,
  maySee,
  OperateError,
  type RequestContext,
} from "@getoperate/contract";
import { type PreparedStatement, reading } from "@getoperate/db";
import type { Actor } from "../auth/actor.ts";
import { authenticate } from "../auth/authenticate.ts";
import { forbidden, requireWorkspace } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";

/** A job's row: its facts, and what it has of waiting, running and ending. */
export interface JobRow {
  readonly id: string;
  readonly path: string;
  readonly hash: string;
  readonly args: string | null;
  readonly created_by: string;
  readonly token_id: string | null;
  readonly token_prefix: string | null;
  readonly label: string | null;
  readonly parent_id: string | null;
  readonly trigger: string;
  readonly tag: string;
  readonly priority: number;
  readonly scheduled_for: Date | null;
  readonly created_at: Date;
  readonly status: string;
  readonly result: string | null;
  readonly attempt: number;
  readonly worker: string | null;
  readonly started_at: Date | null;
  readonly completed_at: Date | null;
  readonly duration_ms: number | null;
  readonly cancel_by: string | null;
  readonly cancel_reason: string | null;
  readonly cancel_at: Date | null;
  readonly progress: number | null;
}

/** Columns of a summary; `e` is the end, `r` the running attempt, `q` and `l` how it waits. */
export const SUMMARY_COLUMNS = `
j.id, j.path, j.hash, j.created_by, j.token_id, j.token_prefix, j.label, j.parent_id, j.trigger,
j.tag, j.priority, j.scheduled_for, j.created_at,
coalesce(e.status, case when r.id is not null then 'running' else 'queued' end) as status,
coalesce(e.attempt, r.attempt, q.attempt, l.attempt, 0) as attempt,
coalesce(e.worker, w.name) as worker,
coalesce(e.started_at, r.started_at) as started_at, e.completed_at, e.duration_ms,
coalesce(e.cancel_by, r.cancel_by) as cancel_by,
coalesce(e.cancel_reason, r.cancel_reason) as cancel_reason,
coalesce(e.cancel_at, r.cancel_at) as cancel_at, r.progress`;

export const JOB_TABLES = `
jobs j
left join job_results e on e.id = j.id
left join job_running r on r.id = j.id
left join job_ready q on q.id = j.id
left join job_limited l on l.id = j.id
left join workers w on w.id = r.worker_id`;

// Hot path of get-job: a few index probes a job, in the partitions of its id.
const BY_ID: PreparedStatement = {
  name: "job-by-id",
  text: `
select i.place::int, ${SUMMARY_COLUMNS}, j.args, e.result
from unnest($1::uuid[], $2::text[]) with ordinality as i (id, workspace_id, place)
join (${JOB_TABLES}) on j.id = i.id and j.workspace_id = i.workspace_id`,
};

export interface JobCall {
  readonly ctx: RequestContext;
  readonly input: { readonly workspace: string; readonly id: string };
}

/** Reads a job that the caller may see, with whatever token: the first line of verbs on one job. */
export async function readableJob(
  platform: Platform,
  call: JobCall,
): Promise<{ readonly actor: Actor; readonly job: JobRow }> {
  const actor = await reader(platform, call);
  const job = await findJob(platform, call);
  if (isWebhookSpecific(actor.scopes)) {
    // It reads what it started itself; of other jobs it does not learn whether they exist.
    if (job === undefined || !hasStarted(actor, job)) {
      throw forbidden();
    }
  } else if (job === undefined || !(maySee(actor, job.path) || job.created_by === actor.username)) {
    throw new OperateError("not-found", `There is no job ${call.input.id}.`);
  }
  return { actor, job };
}

/** The same for a route that runs jobs: a token that may do only that has what it started itself. */
export async function startedJob(platform: Platform, call: JobCall): Promise<JobRow> {
  const actor = await authenticate(platform, call.ctx);
  requireWorkspace(actor, call.input.workspace);
  const job = await findJob(platform, call);
  return job !== undefined && hasStarted(actor, job)
    ? job
    : (await readableJob(platform, call)).job;
}

async function findJob(platform: Platform, { input }: JobCall): Promise<JobRow | undefined> {
  const key = [input.id, input.workspace];
  const [job] = await reading(() => platform.db.lookUp<JobRow>(BY_ID, key));
  return job;
}

function hasStarted({ token }: Actor, job: JobRow): boolean {
  return token !== null && job.token_id === token.id;
}

async function reader(platform: Platform, call: JobCall): Promise<Actor> {
  const actor = await authenticate(platform, call.ctx);
  requireWorkspace(actor, call.input.workspace);
  if (!isWebhookSpecific(actor.scopes) && !covers(actor.scopes, "jobs:read")) {
    throw forbidden();
  }
  return actor;
}

/** Shapes a row for the wire. */
export function toSummary(row: JobRow): JobSummary {
  return {
    id: row.id,
    kind: "script",
    status: JobStatus.parse(row.status),
    path: row.path,
    hash: row.hash,
    created_by: row.created_by,
    trigger: row.trigger === "trpc" ? "trpc" : "webhook",
    token_prefix: row.token_prefix,
    label: row.label,
    parent: row.parent_id,
    tag: row.tag,
    priority: row.priority,
    scheduled_for: row.scheduled_for?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    completed_at: row.completed_at?.toISOString() ?? null,
    duration_ms: row.duration_ms,
    attempt: row.attempt,
    worker: row.worker,
  };
}
