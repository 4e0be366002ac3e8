import type { Database, PreparedStatement } from "@getoperate/db";

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
), ready as (
  insert into job_ready (id, workspace_id, tag, priority, attempt)
  select id, workspace_id, tag, priority, 0 from due
)
select (select count(*)::int from due) as moved, (
  select (extract(epoch from min(run_at) - clock_timestamp()) * 1000)::float8
  from job_scheduled where run_at > now()
) as next_ms`,
};

const MOST_AT_ONCE = 1_000;

export interface MovedJobs {
  readonly moved: number;
  /** Milliseconds until the next one is due; undefined: none waits. */
  readonly nextMs: number | undefined;
}

/** Lets jobs run whose time has come, by the database's clock. */
export async function moveDueJobs(db: Database): Promise<MovedJobs> {
  const [row] = await db.run<{ moved: number; next_ms: number | null }>(MOVE_DUE, [MOST_AT_ONCE]);
  const moved = row?.moved ?? 0;
  return { moved, nextMs: moved === MOST_AT_ONCE ? 0 : (row?.next_ms ?? undefined) };
}
