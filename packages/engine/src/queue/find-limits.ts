import type { Database, PreparedStatement } from "@getoperate/db";
import { type LimitName, limitNames } from "./admit.ts";

// Jumps from key to key in job_limited_by_order, whatever the number of jobs behind each.
const NEXT_LIMITS: PreparedStatement = {
  name: "next-limits",
  text: `
with recursive found as (
  (select workspace_id, concurrency_key, 1 as number from job_limited
    where (workspace_id, concurrency_key) > ($1, $2)
    order by workspace_id, concurrency_key limit 1)
  union all
  select n.workspace_id, n.concurrency_key, f.number + 1 from found f cross join lateral (
    select l.workspace_id, l.concurrency_key from job_limited l
    where (l.workspace_id, l.concurrency_key) > (f.workspace_id, f.concurrency_key)
    order by l.workspace_id, l.concurrency_key limit 1
  ) n where f.number < $3
)
select workspace_id, concurrency_key from found order by workspace_id, concurrency_key`,
};

/** Keys that jobs wait for, some at a time: those after one, in a fixed order. */
export async function nextLimits(
  db: Database,
  after: LimitName | undefined,
  most: number,
): Promise<LimitName[]> {
  const values = [after?.workspace ?? "", after?.key ?? "", most];
  return limitNames(await db.run(NEXT_LIMITS, values));
}

// By job_ready_by_key, which has limited jobs only. A job that no worker can take would keep a
// permit from others that could run.
const TAKE_BACK: PreparedStatement = {
  name: "take-permits-back",
  text: `
with unserved as (
  delete from job_ready q
  where concurrency_key is not null and not exists (
    select from workers w
    where q.tag = any(w.tags) and (w.workspace_id is null or w.workspace_id = q.workspace_id)
  )
  returning *
)
insert into job_limited (id, workspace_id, concurrency_key, concurrency_limit, tag, priority, attempt)
select u.id, u.workspace_id, u.concurrency_key, j.concurrency_limit, u.tag, u.priority, u.attempt
from unserved u join jobs j on j.id = u.id
returning workspace_id, concurrency_key`,
};

/** Takes permits back from jobs that no worker serves any more; says of which keys. */
export async function takePermitsBack(db: Database): Promise<LimitName[]> {
  return limitNames(await db.run(TAKE_BACK, []));
}
