import type { JobWaiting } from "@getoperate/contract";
import type { Database, PreparedStatement } from "@getoperate/db";

// Rows by primary key. What is ahead lies in two ranges of the order's index, read no further than asked.
const LOOK: PreparedStatement = {
  name: "why-waiting",
  text: `
with waiting as (
  select id, workspace_id, tag, priority, null::text as concurrency_key,
    null::int as concurrency_limit, null::bigint as turn, run_at from job_scheduled where id = $1
  union all
  select id, workspace_id, tag, priority, null, null, turn, null from job_ready where id = $1
  union all
  select id, workspace_id, tag, priority, concurrency_key, concurrency_limit, null, null
  from job_limited where id = $1
)
select w.tag, w.run_at, w.concurrency_key, w.concurrency_limit, j.path, c.ahead,
  exists (
    select from workers o
    where w.tag = any(o.tags) and (o.workspace_id is null or o.workspace_id = w.workspace_id)
  ) as is_served
from waiting w join jobs j on j.id = w.id cross join lateral (
  select count(*)::int as ahead from (
    (select from job_ready a where w.run_at is null and w.concurrency_key is null
      and a.tag = w.tag and a.priority > w.priority limit $2)
    union all
    (select from job_ready a where w.run_at is null and w.concurrency_key is null
      and a.tag = w.tag and a.priority = w.priority
      and (a.turn, a.id) < (w.turn, w.id) limit $2)
    union all
    (select from job_limited a where a.workspace_id = w.workspace_id
      and a.concurrency_key = w.concurrency_key and a.tag = w.tag
      and a.priority > w.priority limit $2)
    union all
    (select from job_limited a where a.workspace_id = w.workspace_id
      and a.concurrency_key = w.concurrency_key and a.tag = w.tag
      and a.priority = w.priority and a.id < w.id limit $2)
  ) a
) c`,
};

interface Row {
  readonly tag: string;
  readonly path: string;
  readonly run_at: Date | null;
  readonly concurrency_key: string | null;
  readonly concurrency_limit: number | null;
  readonly is_served: boolean;
  readonly ahead: number;
}

/** Jobs ahead are counted up to this many. */
const MOST_COUNTED = 1_000;

/** Why a job waits; undefined: it does not, by now. */
export async function whyWaiting(db: Database, jobId: string): Promise<JobWaiting | undefined> {
  const [row] = await db.run<Row>(LOOK, [jobId, MOST_COUNTED + 1]);
  return row && toWaiting(row);
}

function toWaiting(row: Row): JobWaiting {
  const { tag, run_at: runAt, concurrency_key: key, concurrency_limit: limit } = row;
  if (runAt !== null) {
    return { reason: "scheduled", until: runAt.toISOString() };
  }
  if (!row.is_served) {
    return { reason: "no-worker", tag };
  }
  const ahead = { ahead: Math.min(row.ahead, MOST_COUNTED), more: row.ahead > MOST_COUNTED };
  if (key !== null && limit !== null) {
    return { reason: "limit-reached", limit, key: valueIn(key, row.path), ...ahead };
  }
  return { reason: "behind-others", ...ahead };
}

/** A key is the path, and what the version's template says after a colon. */
function valueIn(key: string, path: string): string | null {
  return key === path ? null : key.slice(path.length + 1);
}
