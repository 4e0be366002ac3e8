import type { Database, PreparedStatement } from "@getoperate/db";
import type { LimitName } from "./admit.ts";
import { firstTurn } from "./turns.ts";

// A few rows by job_scheduled_by_time; several servers may do it at once and share the rows.
const MOVE_DUE: PreparedStatement = {
  name: "move-due",
  text: `
with due as (
  delete from job_scheduled where id in (
    select id from job_scheduled where run_at <= now()
    order by run_at limit $1 for update skip locked
  )
  returning id, workspace_id, tag, priority
), jobs_due as materialized (
  select d.*, j.concurrency_key, j.concurrency_limit from due d join jobs j on j.id = d.id
), ready as (
  insert into job_ready (id, workspace_id, tag, priority, attempt, turn)
  select id, workspace_id, tag, priority, 0, ${firstTurn("d")}
    + row_number() over (partition by workspace_id, tag, priority order by id)
  from jobs_due d where concurrency_key is null
), limited as (
  insert into job_limited (id, workspace_id, concurrency_key, concurrency_limit, tag, priority, attempt)
  select id, workspace_id, concurrency_key, concurrency_limit, tag, priority, 0
  from jobs_due where concurrency_key is not null
)
select (select count(*)::int from due) as moved, (
  select coalesce(jsonb_agg(distinct jsonb_build_object(
    'workspace', workspace_id, 'key', concurrency_key)), '[]')
  from jobs_due where concurrency_key is not null
) as limits, (
  select (extract(epoch from min(run_at) - clock_timestamp()) * 1000)::float8
  from job_scheduled where run_at > now()
) as next_ms`,
};

const MOST_AT_ONCE = 1_000;

export interface MovedJobs {
  readonly moved: number;
  /** What some of them wait for now. */
  readonly limits: readonly LimitName[];
  /** Milliseconds until the next one is due; undefined: none waits. */
  readonly nextMs: number | undefined;
}

interface Row {
  readonly moved: number;
  readonly limits: readonly LimitName[];
  readonly next_ms: number | null;
}

/** Lets jobs run whose time has come, by the database's clock. */
export async function moveDueJobs(db: Database): Promise<MovedJobs> {
  const [row] = await db.run<Row>(MOVE_DUE, [MOST_AT_ONCE]);
  const { moved = 0, limits = [], next_ms: nextMs = null } = row ?? {};
  return { moved, limits, nextMs: moved === MOST_AT_ONCE ? 0 : (nextMs ?? undefined) };
}
