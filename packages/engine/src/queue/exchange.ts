// Hot path of every run: one statement commits what a worker finished and claims what it does next.
// A completion is fenced: it counts only while the row of its very attempt and worker is there.
import type { ClaimedJob, Completion, ExchangeAnswer, ExchangeRequest } from "@getoperate/contract";
import { type Database, isPassingFault, type PreparedStatement, withRetries } from "@getoperate/db";
import { type LimitName, limitNames } from "./admit.ts";
import { isLarge, pack } from "./large-values.ts";

const COMPLETE = `
input as (
  select * from unnest($2::uuid[], $3::int[], $4::text[], $5::text[]::json[], $6::float8[],
    $7::text[], $8::int[])
    as i (id, attempt, status, result, duration_ms, logs, log_sequence)
), done as (
  delete from job_running r using input i
  where r.id = i.id and r.attempt = i.attempt and r.worker_id = $1
  returning r.*
), results as (
  insert into job_results (id, workspace_id, status, result, attempt, worker, started_at,
    duration_ms, cancel_by, cancel_reason, cancel_at)
  select d.id, d.workspace_id, i.status, i.result, d.attempt,
    (select name from workers where id = $1), d.started_at, i.duration_ms, d.cancel_by,
    d.cancel_reason, d.cancel_at
  from done d join input i on i.id = d.id
), logs as (
  insert into job_logs (job_id, attempt, sequence, kind, content)
  select i.id, i.attempt, i.log_sequence, 'log', i.logs
  from done d join input i on i.id = d.id where i.logs <> ''
)`;

// Claiming takes the first rows of each of the worker's tags in job_ready_by_order, and of those by
// priority the first of each tag, then the second, since turns of different tags say nothing of each
// other: jobs of tags that it does not serve are never met. Rows that another claim holds are
// skipped. Only a worker with a lease may claim, or its rows would wait for a recovery that has nobody
// to recover from. The planner cannot look into a limit that is a subquery, nor into the array of ids;
// otherwise it plans each claim anew, or reads all that waits to find those ids in it.
const CLAIM = `
picked as (
  select id from (
    select q.*, row_number() over (
      partition by w.tag, q.priority order by q.turn, q.id) as place
    from (
      select distinct unnest(tags) as tag, workspace_id from workers where id = $1
    ) w cross join lateral (
      select id, priority, turn from job_ready
      where tag = w.tag and (w.workspace_id is null or workspace_id = w.workspace_id)
      order by priority desc, turn, id
      limit (select $9::int) for update skip locked
    ) q
  ) placed
  order by priority desc, place, id
  limit (select $9::int)
), taken as (
  delete from job_ready q where q.id = any(array(select id from picked))
  returning q.id, q.workspace_id, q.attempt, q.concurrency_key
), started as (
  insert into job_running (id, workspace_id, attempt, worker_id, concurrency_key)
  select id, workspace_id, attempt + 1, $1, concurrency_key from taken
  returning id, attempt
)`;

const CLAIMED_COLUMNS = "j.hash, j.path, j.args, j.created_by, j.timeout_seconds, j.preprocess";
const NO_COLUMNS = "null::text, null::text, null::json, null::text, null::int, null::boolean";

const COMPLETE_ONLY: PreparedStatement = {
  name: "complete",
  text: `with ${COMPLETE}
select id, attempt, true as done, workspace_id, concurrency_key from done`,
};

/** For one completion alone. */
const COMPLETE_LARGE: PreparedStatement = {
  name: "complete-large",
  text: `with ${COMPLETE}, aside as (
  insert into job_values (job_id, kind, content) select id, 'result', $9::bytea from done
) select id, attempt, true as done, workspace_id, concurrency_key from done`,
};

const COMPLETE_AND_CLAIM: PreparedStatement = {
  name: "complete-and-claim",
  text: `with ${COMPLETE}, ${CLAIM}
select s.id, s.attempt, false as done, j.workspace_id, null as concurrency_key, ${CLAIMED_COLUMNS}
from started s join jobs j on j.id = s.id
union all select id, attempt, true, workspace_id, concurrency_key, ${NO_COLUMNS} from done`,
};

const ALREADY_COMPLETED: PreparedStatement = {
  name: "already-completed",
  text: `select r.id, r.attempt from job_results r
join unnest($1::uuid[], $2::int[]) as i (id, attempt) on i.id = r.id and i.attempt = r.attempt`,
};

const RUNNING_HERE: PreparedStatement = {
  name: "running-here",
  text: `select r.id, r.attempt, false as done, j.workspace_id, ${CLAIMED_COLUMNS}
from job_running r join jobs j on j.id = r.id
where r.worker_id = $1 and r.id <> all($2::uuid[])`,
};

interface ExchangeRow {
  readonly id: string;
  readonly attempt: number;
  readonly done: boolean;
  readonly workspace_id: string;
  /** Of what is done: what else waits for a permit of this key may have its one. */
  readonly concurrency_key: string | null;
  readonly hash: string;
  readonly path: string;
  readonly args: string | null;
  readonly created_by: string;
  readonly timeout_seconds: number;
  readonly preprocess: boolean;
}

/** How long a worker keeps trying to bring its results home, milliseconds. */
const RETRY_MS = 60_000;

export interface ExchangeContext {
  readonly db: Database;
  readonly workerId: string;
  /** Jobs the worker knows to be running in it, those that end here included. */
  readonly known: () => readonly string[];
  /** Whether the same was asked before, by a worker that got no answer. */
  readonly isRepeated?: boolean;
  /** Told of the permits that the completions gave back. */
  readonly onFreed: (limits: readonly LimitName[]) => void;
}

/**
 * Commits completions and claims; after a lost answer it looks at what was committed first. A
 * completion that PostgreSQL refuses ends its job as a failure and keeps none of the others back.
 * One with a large result is committed by itself, behind the others.
 */
export async function exchange(
  context: ExchangeContext,
  { completions, claim }: ExchangeRequest,
): Promise<ExchangeAnswer> {
  const small = completions.filter(({ result }) => !isLarge(result));
  const answer = await exchangeSmall(context, { completions: small, claim });
  const refused = [...answer.refused];
  for (const completion of completions.filter(({ result }) => isLarge(result))) {
    refused.push(...(await completeAlone(context, completion)));
  }
  return { ...answer, refused };
}

async function exchangeSmall(
  context: ExchangeContext,
  request: ExchangeRequest,
): Promise<ExchangeAnswer> {
  try {
    return await persistently(context, request);
  } catch (error) {
    if (isPassingFault(error) || request.completions.length === 0) {
      throw error;
    }
    const refused: string[] = [];
    for (const completion of request.completions) {
      refused.push(...(await completeAlone(context, completion)));
    }
    return { refused, claimed: [] };
  }
}

async function completeAlone(
  context: ExchangeContext,
  completion: Completion,
): Promise<readonly string[]> {
  const complete = async (one: Completion) =>
    (await persistently(context, { completions: [one], claim: 0 })).refused;
  try {
    return await complete(completion);
  } catch (error) {
    if (isPassingFault(error)) {
      throw error;
    }
    return complete({ ...completion, status: "failure", result: UNSTORABLE, logs: "" });
  }
}

const UNSTORABLE = JSON.stringify({
  error: { name: "ResultError", message: "The result could not be stored." },
});

function persistently(context: ExchangeContext, request: ExchangeRequest): Promise<ExchangeAnswer> {
  return withRetries(
    async (attempt) => {
      if (attempt === 0 && context.isRepeated !== true) {
        return once(context, request);
      }
      // An answer was lost. Claims it may have made are found by the worker's own rows, completions
      // by their results; only what is in neither is tried again.
      const completed = await alreadyCompleted(context.db, request.completions);
      const rest = request.completions.filter(({ id }) => !completed.has(id));
      const { refused } = await once(context, { completions: rest, claim: 0 });
      // The earlier try may have been under way still, and came first.
      const meanwhile = await alreadyCompleted(
        context.db,
        rest.filter(({ id }) => refused.includes(id)),
      );
      const known = context.known();
      const claimed = await runningHere(context.db, context.workerId, known);
      return { refused: refused.filter((id) => !meanwhile.has(id)), claimed };
    },
    { forMs: RETRY_MS },
  );
}

/** Attempts that are recorded as running in the worker, without those it knows of. */
export async function runningHere(
  db: Database,
  workerId: string,
  known: readonly string[],
): Promise<ClaimedJob[]> {
  const rows = await db.run<ExchangeRow>(RUNNING_HERE, [workerId, known]);
  return rows.map(toClaimedJob);
}

async function once(context: ExchangeContext, request: ExchangeRequest): Promise<ExchangeAnswer> {
  const { completions, claim } = request;
  if (completions.length === 0 && claim === 0) {
    return { refused: [], claimed: [] };
  }
  const rows = await run(context, request);
  const done = rows.filter((row) => row.done);
  const freed = limitNames(done);
  if (freed.length > 0) {
    context.onFreed(freed);
  }
  const accepted = new Set(done.map(({ id }) => id));
  return {
    refused: completions.filter(({ id }) => !accepted.has(id)).map(({ id }) => id),
    claimed: rows.filter(({ done }) => !done).map(toClaimedJob),
  };
}

async function run(
  { db, workerId }: ExchangeContext,
  { completions, claim }: ExchangeRequest,
): Promise<readonly ExchangeRow[]> {
  const values = [workerId, ...columnsOf(completions)];
  const [first] = completions;
  if (first !== undefined && isLarge(first.result)) {
    return db.run<ExchangeRow>(COMPLETE_LARGE, [...values, await pack(first.result)]);
  }
  return claim === 0
    ? db.run<ExchangeRow>(COMPLETE_ONLY, values)
    : db.run<ExchangeRow>(COMPLETE_AND_CLAIM, [...values, claim]);
}

async function alreadyCompleted(
  db: Database,
  completions: readonly Completion[],
): Promise<Set<string>> {
  if (completions.length === 0) {
    return new Set();
  }
  const rows = await db.run<{ id: string }>(ALREADY_COMPLETED, [
    completions.map(({ id }) => id),
    completions.map(({ attempt }) => attempt),
  ]);
  return new Set(rows.map(({ id }) => id));
}

function columnsOf(completions: readonly Completion[]): unknown[] {
  const column = <Value>(pick: (completion: Completion) => Value) => completions.map(pick);
  return [
    column(({ id }) => id),
    column(({ attempt }) => attempt),
    column(({ status }) => status),
    column(({ result }) => (isLarge(result) ? null : result)),
    column(({ durationMs }) => durationMs),
    column(({ logs }) => logs),
    column(({ logSequence }) => logSequence),
  ];
}

function toClaimedJob(row: ExchangeRow): ClaimedJob {
  return {
    id: row.id,
    attempt: row.attempt,
    workspace: row.workspace_id,
    hash: row.hash,
    path: row.path,
    args: row.args,
    createdBy: row.created_by,
    timeoutSeconds: row.timeout_seconds,
    preprocess: row.preprocess,
  };
}
