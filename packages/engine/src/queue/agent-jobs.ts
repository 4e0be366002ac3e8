// What an agent asks about its jobs: nothing but what runs in its very worker is told or changed.
import type { ClaimedJob, OutputPiece } from "@getoperate/contract";
import { type Database, type PreparedStatement, withRetries } from "@getoperate/db";

const NEWS: PreparedStatement = {
  name: "agent-news",
  text: `
select array(select id::text from job_running where worker_id = $1 and cancel_at is not null)
    as canceled,
  array(
    select s.job_id::text from job_secrets s
    join job_running r on r.id = s.job_id and r.attempt = s.attempt
    where r.worker_id = $1 and not s.is_masked
  ) as unmasked`,
};

/** News of jobs that run in a worker. */
export interface NewsOfJobs {
  /** To be canceled. */
  readonly canceled: readonly string[];
  /** Waiting for a secret until the worker masks it. */
  readonly unmasked: readonly string[];
}

export async function newsOf(db: Database, workerId: string): Promise<NewsOfJobs> {
  const [news = { canceled: [], unmasked: [] }] = await db.run<NewsOfJobs>(NEWS, [workerId]);
  return news;
}

const RUNS_VERSION: PreparedStatement = {
  name: "agent-runs-version",
  text: `
select from job_running r join jobs j on j.id = r.id
where r.worker_id = $1 and j.workspace_id = $2 and j.hash = $3 limit 1`,
};

/** Whether a job of the version runs in the worker. */
export async function runsVersion(
  db: Database,
  workerId: string,
  version: { readonly workspace: string; readonly hash: string },
): Promise<boolean> {
  const rows = await db.run(RUNS_VERSION, [workerId, version.workspace, version.hash]);
  return rows.length > 0;
}

const RUNS_ATTEMPT: PreparedStatement = {
  name: "agent-runs-attempt",
  text: "select from job_running where id = $2 and worker_id = $1 and attempt = $3",
};

/** Whether the attempt runs in the worker. */
export async function runsAttempt(
  db: Database,
  workerId: string,
  { id, attempt }: Pick<ClaimedJob, "id" | "attempt">,
): Promise<boolean> {
  const rows = await db.run(RUNS_ATTEMPT, [workerId, id, attempt]);
  return rows.length > 0;
}

// As for other workers, but only for attempts of this one, and all in all no more than an attempt
// may put out: the count is where the statement that stores a piece finds it locked.
const APPEND: PreparedStatement = {
  name: "agent-append-output",
  text: `
with input as (
  select * from unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[])
    as i (job_id, attempt, sequence, kind, content)
), sizes as (
  select job_id, attempt, sum(octet_length(content) + 64) as bytes from input group by 1, 2
), counted as (
  update job_running r set agent_output_bytes = r.agent_output_bytes + s.bytes
  from sizes s
  where r.id = s.job_id and r.attempt = s.attempt and r.worker_id = $6
    and r.agent_output_bytes + s.bytes <= $7::bigint
  returning r.id, r.attempt
), stored as (
  insert into job_logs (job_id, attempt, sequence, kind, content)
  select i.* from input i join counted c on c.id = i.job_id and c.attempt = i.attempt
  on conflict do nothing
)
select r.id from job_running r join sizes s on r.id = s.job_id and r.attempt = s.attempt
where r.worker_id = $6 and r.agent_output_bytes + s.bytes > $7::bigint`,
};

/** How long it keeps trying while the database is away, milliseconds; less than an agent waits. */
const RETRY_MS = 10_000;

/** Stores what the worker's own attempts put out; answers with the jobs of which it is too much. */
export async function appendAgentOutput(
  db: Database,
  workerId: string,
  output: { readonly pieces: readonly OutputPiece[]; readonly maxBytes: number },
): Promise<string[]> {
  const { pieces, maxBytes } = output;
  const column = <Value>(pick: (piece: OutputPiece) => Value) => pieces.map(pick);
  const values = [
    column(({ id }) => id),
    column(({ attempt }) => attempt),
    column(({ sequence }) => sequence),
    column(({ kind }) => kind),
    column(({ content }) => content),
    workerId,
    maxBytes,
  ];
  const rows = await withRetries(() => db.run<{ id: string }>(APPEND, values), {
    forMs: RETRY_MS,
  });
  return rows.map(({ id }) => id);
}
