// Hot path of every run: one statement commits a batch of jobs, their idempotency keys, and for
// those that a worker of this process takes, that they run there. Nothing was acknowledged before.
// It also checks, in the same snapshot, what the caller took from memory: that the token and the
// role are still valid and that the path still runs this version. So caches cost no freshness.
import {
  type Database,
  databaseAway,
  isUniqueViolation,
  type PreparedStatement,
  withRetries,
} from "@getoperate/db";
import { isLarge } from "./large-values.ts";
import type { EnqueueOutcome, NewJob } from "./new-job.ts";
import { firstTurn, type GivenTurn, lastTurn, type PlannedTurn } from "./turns.ts";

// Plan: function scan of the batch, index probes by primary key, one insert a table. Through the
// limit, the number of jobs, the planner expects few of them.
const STORE = `
with input as (
  select * from unnest(
    $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]::json[], $6::text[], $7::uuid[],
    $8::text[], $9::text[], $10::text[], $11::text[], $12::smallint[], $13::int[], $14::smallint[],
    $15::boolean[], $16::text[], $17::text[], $18::bytea[], $19::uuid[], $20::text[], $21::uuid[],
    $22::timestamptz[], $23::int[], $24::boolean[], $25::boolean[], $26::text[], $27::int[],
    $28::bigint[], $29::bigint[]
  ) as i (
    id, workspace_id, path, hash, args, created_by, token_id,
    token_prefix, token_role, trigger, tag, priority, timeout_seconds, max_attempts,
    by_path, key, route, request_hash, worker_id, label, parent_id,
    scheduled_for, delay_seconds, own_id, preprocess, concurrency_key, concurrency_limit,
    last_turn, ahead
  )
  limit $30
), queues as materialized (
  select tag, priority, ${firstTurn("q")} as first, ${lastTurn("q")} as last
  from (select distinct tag, priority from input where worker_id is null) q
), checked as materialized (
  select i.*, coalesce(scheduled_for, now() + make_interval(secs => delay_seconds)) as run_at,
    q.first, greatest(q.first, least(i.last_turn, q.last)) + i.ahead as turn, case
    when token_id is not null and not exists (
      select from tokens t join members m on m.workspace_id = t.workspace_id and m.username = t.owner
      where t.id = i.token_id and m.role = i.token_role
        and (t.expires_at is null or t.expires_at > now())
    ) then 'token-gone'
    when by_path and not exists (
      select from scripts s
      where s.workspace_id = i.workspace_id and s.path = i.path
        and s.head_hash = i.hash and s.archived_at is null
    ) then 'head-moved'
    when own_id and exists (select from jobs j where j.id = i.id) then 'id-taken'
  end as fault
  from input i
  left join queues q on i.worker_id is null and q.tag = i.tag and q.priority = i.priority
), keys as (
  insert into idempotency_keys (workspace_id, owner, route, key, request_hash, job_id)
  select workspace_id, created_by, route, key, request_hash, id
  from checked where fault is null and key is not null
  order by workspace_id, created_by, route, key
  on conflict do nothing
  returning job_id
), accepted as materialized (
  select * from checked
  where fault is null and (key is null or id in (select job_id from keys))
), facts as (
  insert into jobs (id, workspace_id, path, hash, args, created_by, token_id, token_prefix, label,
    parent_id, trigger, tag, priority, timeout_seconds, max_attempts, preprocess,
    concurrency_key, concurrency_limit, scheduled_for)
  select id, workspace_id, path, hash, args, created_by, token_id, token_prefix, label,
    parent_id, trigger, tag, priority, timeout_seconds, max_attempts, preprocess,
    concurrency_key, concurrency_limit, run_at
  from accepted
), ready as (
  insert into job_ready (id, workspace_id, tag, priority, attempt, turn)
  select id, workspace_id, tag, priority, 0, turn from accepted
  where worker_id is null and concurrency_key is null and (run_at is null or run_at <= now())
), limited as (
  insert into job_limited (id, workspace_id, concurrency_key, concurrency_limit, tag, priority, attempt)
  select id, workspace_id, concurrency_key, concurrency_limit, tag, priority, 0 from accepted
  where concurrency_key is not null and (run_at is null or run_at <= now())
), scheduled as (
  insert into job_scheduled (id, workspace_id, tag, priority, run_at)
  select id, workspace_id, tag, priority, run_at from accepted where run_at > now()
), running as (
  insert into job_running (id, workspace_id, attempt, worker_id)
  select id, workspace_id, 1, worker_id from accepted where worker_id is not null
)`;

const OUTCOMES = `
select id, coalesce(fault, case
  when key is null or id in (select job_id from keys) then 'accepted' else 'key-taken'
end) as outcome, first::float8, case
  when worker_id is null and concurrency_key is null and (run_at is null or run_at <= now())
  then turn::float8 end as turn
from checked`;

const ENQUEUE: PreparedStatement = { name: "enqueue", text: STORE + OUTCOMES };

/** For one job alone. */
const ENQUEUE_LARGE: PreparedStatement = {
  name: "enqueue-large",
  text: `${STORE}, aside as (
  insert into job_values (job_id, kind, content) select id, 'args', $31::bytea from accepted
)${OUTCOMES}`,
};

// A chosen id may be another job's, so the whole of the job is compared.
const COMMITTED: PreparedStatement = {
  name: "enqueue-committed",
  text: `
select j.id from jobs j
join unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as i (id, hash, created_by, args)
on j.id = i.id and j.hash = i.hash and j.created_by = i.created_by and (j.args::text = i.args
  or i.args is null and (
    select v.content = $5::bytea from job_values v where v.job_id = j.id and v.kind = 'args'))`,
};

/** How long a caller waits at most while the database is away, milliseconds. */
const RETRY_MS = 5_000;

/** A job, and the worker of this process that takes it or else its turn. */
export interface PlacedJob {
  readonly job: NewJob;
  readonly workerId: string | undefined;
  readonly turn: PlannedTurn | undefined;
}

/** Jobs for one statement; one with large arguments is alone. */
export interface JobBatch {
  readonly placed: readonly PlacedJob[];
  readonly largeArgs: Buffer | undefined;
}

/** What became of a job, and its turn; null, too, after a lost answer. */
export interface Stored extends GivenTurn {
  readonly outcome: EnqueueOutcome;
}

type Outcomes = ReadonlyMap<string, Stored>;

interface Row extends Stored {
  readonly id: string;
}

/** Commits the jobs, each once whatever happens to the answers; says by id what became of them. */
export function storeJobs(db: Database, batch: JobBatch): Promise<Outcomes> {
  return withRetries((attempt) => (attempt === 0 ? insert(db, batch) : insertRest(db, batch)), {
    forMs: RETRY_MS,
  });
}

/** The answer to an earlier try may be lost: what it committed is not stored again. */
async function insertRest(db: Database, batch: JobBatch): Promise<Outcomes> {
  const done = await committed(db, batch);
  const rest = batch.placed.filter(({ job }) => !done.has(job.id));
  const outcomes = rest.length === 0 ? [] : await insertAgain(db, { ...batch, placed: rest });
  return new Map([...outcomes, ...acceptedAll(done)]);
}

/** The earlier try may still be under way, and be committed between our looks. */
async function insertAgain(db: Database, batch: JobBatch): Promise<Outcomes> {
  try {
    const outcomes = await insert(db, batch);
    const refused = batch.placed.filter(({ job }) => outcomes.get(job.id)?.outcome !== "accepted");
    const done = refused.length === 0 ? [] : await committed(db, { ...batch, placed: refused });
    return new Map([...outcomes, ...acceptedAll(done)]);
  } catch (error) {
    throw isUniqueViolation(error) ? databaseAway(error) : error;
  }
}

async function insert(db: Database, { placed, largeArgs }: JobBatch): Promise<Outcomes> {
  try {
    const values = columnsOf(placed);
    const rows = await (largeArgs === undefined
      ? db.run<Row>(ENQUEUE, values)
      : db.run<Row>(ENQUEUE_LARGE, [...values, largeArgs]));
    return new Map(rows.map((row) => [row.id, row]));
  } catch (error) {
    const [only, ...others] = placed;
    if (only?.job.isOwnId === true && others.length === 0 && isUniqueViolation(error)) {
      // Another statement took the id at the same time.
      return new Map([[only.job.id, { outcome: "id-taken", ...NO_TURN }]]);
    }
    throw error;
  }
}

async function committed(db: Database, { placed, largeArgs }: JobBatch): Promise<Set<string>> {
  const column = (pick: (job: NewJob) => string | null) => placed.map(({ job }) => pick(job));
  const rows = await db.run<{ id: string }>(COMMITTED, [
    column(({ id }) => id),
    column(({ hash }) => hash),
    column(({ createdBy }) => createdBy),
    column(argsColumn),
    largeArgs ?? null,
  ]);
  return new Set(rows.map(({ id }) => id));
}

const NO_TURN: GivenTurn = { turn: null, first: null };

function acceptedAll(ids: Iterable<string>): [string, Stored][] {
  return Array.from(ids, (id) => [id, { outcome: "accepted", ...NO_TURN }]);
}

function argsColumn({ args }: NewJob): string | null {
  return isLarge(args) ? null : args;
}

/** The batch as one array a column, in the order of the statement's parameters, and its length. */
function columnsOf(placed: readonly PlacedJob[]): unknown[] {
  const column = <Value>(pick: (job: NewJob) => Value) => placed.map(({ job }) => pick(job));
  return [
    column((job) => job.id),
    column((job) => job.workspace),
    column((job) => job.path),
    column((job) => job.hash),
    column(argsColumn),
    column((job) => job.createdBy),
    column((job) => job.token?.id ?? null),
    column((job) => job.token?.prefix ?? null),
    column((job) => job.token?.role ?? null),
    column((job) => job.trigger),
    column((job) => job.tag),
    column((job) => job.priority),
    column((job) => job.timeoutSeconds),
    column((job) => job.maxAttempts),
    column((job) => job.byPath),
    column((job) => job.idempotency?.key ?? null),
    column((job) => job.idempotency?.route ?? null),
    column((job) => (job.idempotency === null ? null : Buffer.from(job.idempotency.requestHash))),
    placed.map(({ workerId }) => workerId ?? null),
    column((job) => job.label),
    column((job) => job.parentId),
    column(({ schedule }) => (schedule !== null && "at" in schedule ? schedule.at : null)),
    column(({ schedule }) =>
      schedule !== null && "inSeconds" in schedule ? schedule.inSeconds : null,
    ),
    column((job) => job.isOwnId),
    column((job) => job.preprocess),
    column((job) => job.concurrency?.key ?? null),
    column((job) => job.concurrency?.limit ?? null),
    placed.map(({ turn }) => turn?.last ?? null),
    placed.map(({ turn }) => turn?.ahead ?? null),
    placed.length,
  ];
}
