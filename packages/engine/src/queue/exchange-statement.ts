// The statement that brings ends home and claims. Logs and a large result are left out of it where a
// batch has none, for each table costs every job.
import type { Completion } from "@getoperate/contract";
import type { PreparedStatement } from "@getoperate/db";
import { isLarge } from "./large-values.ts";

// A completion is fenced: it counts only while the row of its very attempt and worker is there.
const DONE = `input as (
  select * from unnest($2::uuid[], $3::int[], $4::text[], $5::text[]::json[], $6::float8[],
    $7::text[], $8::int[])
    as i (id, attempt, status, result, duration_ms, logs, log_sequence)
), done as (
  delete from job_running r using input i
  where r.id = i.id and r.attempt = i.attempt and r.worker_id = $1
  returning r.*, i.status, i.result, i.duration_ms, i.logs, i.log_sequence
), results as (
  insert into job_results (id, workspace_id, status, result, attempt, worker, started_at,
    duration_ms, cancel_by, cancel_reason, cancel_at)
  select id, workspace_id, status, result, attempt, (select name from workers where id = $1),
    started_at, duration_ms, cancel_by, cancel_reason, cancel_at
  from done
)`;

const LOGS = `logs as (
  insert into job_logs (job_id, attempt, sequence, kind, content)
  select id, attempt, log_sequence, 'log', logs from done where logs <> ''
)`;

const ASIDE = `aside as (
  insert into job_values (job_id, kind, content) select id, 'result', $9::bytea from done
)`;

// Claiming takes the first rows of each of the worker's tags in job_ready_by_order, and of those by
// priority the first of each tag, then the second, since turns of different tags say nothing of each
// other: jobs of tags that it does not serve are never met. Rows that another claim holds are
// skipped. Only a worker with a lease may claim, or its rows would wait for a recovery that has nobody
// to recover from. The planner cannot look into a limit that is a subquery, nor into the array of ids;
// otherwise it plans each claim anew, or reads all that waits to find those ids in it.
const CLAIM = `picked as (
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

export const CLAIMED_COLUMNS =
  "j.hash, j.path, j.args, j.created_by, j.timeout_seconds, j.preprocess";
const NO_COLUMNS = "null::text, null::text, null::json, null::text, null::int, null::boolean";

const CLAIMED = `
select s.id, s.attempt, false as done, j.workspace_id, null as concurrency_key, ${CLAIMED_COLUMNS}
from started s join jobs j on j.id = s.id`;

const ENDED = "select id, attempt, true as done, workspace_id, concurrency_key";

const COMPLETE = statement("complete", [DONE], `${ENDED} from done`);
const COMPLETE_LOGS = statement("complete-logs", [DONE, LOGS], `${ENDED} from done`);
/** For one completion alone. */
const COMPLETE_LARGE = statement("complete-large", [DONE, LOGS, ASIDE], `${ENDED} from done`);

const CLAIMED_OR_ENDED = `${CLAIMED} union all ${ENDED}, ${NO_COLUMNS} from done`;
const COMPLETE_AND_CLAIM = statement("complete-and-claim", [DONE, CLAIM], CLAIMED_OR_ENDED);
const COMPLETE_LOGS_AND_CLAIM = statement(
  "complete-logs-and-claim",
  [DONE, LOGS, CLAIM],
  CLAIMED_OR_ENDED,
);

function statement(name: string, parts: readonly string[], select: string): PreparedStatement {
  return { name, text: `with ${parts.join(", ")}\n${select}` };
}

export interface ExchangeBatch {
  readonly workerId: string;
  readonly completions: readonly Completion[];
  /** Most jobs to claim. */
  readonly claim: number;
  /** The packed result of a completion that is alone, and claims nothing. */
  readonly largeResult: Buffer | undefined;
}

/** What completes and claims, with the values for it. */
export function exchangeQuery({ workerId, completions, claim, largeResult }: ExchangeBatch): {
  readonly statement: PreparedStatement;
  readonly values: unknown[];
} {
  const values = [workerId, ...columnsOf(completions)];
  if (largeResult !== undefined) {
    return { statement: COMPLETE_LARGE, values: [...values, largeResult] };
  }
  const hasLogs = completions.some(({ logs }) => logs !== "");
  if (claim === 0) {
    return { statement: hasLogs ? COMPLETE_LOGS : COMPLETE, values };
  }
  return {
    statement: hasLogs ? COMPLETE_LOGS_AND_CLAIM : COMPLETE_AND_CLAIM,
    values: [...values, claim],
  };
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
