import type { Database, PreparedStatement } from "@getoperate/db";
import { type LimitName, limitNames } from "./admit.ts";

const CANCEL: PreparedStatement = {
  name: "cancel",
  text: `
with ready as (
  delete from job_ready where id = $1 returning id, workspace_id, attempt, concurrency_key
), scheduled as (
  delete from job_scheduled where id = $1 returning id, workspace_id, 0, null
), limited as (
  delete from job_limited where id = $1 returning id, workspace_id, attempt, concurrency_key
), waiting as (
  select * from ready union all select * from scheduled union all select * from limited
), ended as (
  insert into job_results (id, workspace_id, status, result, attempt,
    cancel_by, cancel_reason, cancel_at)
  select id, workspace_id, 'canceled', $4::text::json, attempt, $2, $3, clock_timestamp()
  from waiting
  returning id
), running as (
  update job_running
  set cancel_by = $2, cancel_reason = $3, cancel_at = clock_timestamp()
  where id = $1 and cancel_at is null
  returning id
)
select case
  when exists (select from ended) then 'canceled'
  when exists (select from running) then 'asked'
  when exists (select from job_running where id = $1) then 'asked'
  when exists (select from job_results where id = $1) then 'ended'
end as outcome, (select workspace_id from waiting) as workspace_id,
  (select concurrency_key from waiting) as concurrency_key`,
};

/**
 * `canceled`: it waited and never ran; `asked`: it runs and its worker has to end it; `ended`:
 * it was over before; `missing`: there is no such job.
 */
export type CancelOutcome = "canceled" | "asked" | "ended" | "missing";

export interface Canceled {
  readonly outcome: CancelOutcome;
  readonly freed: readonly LimitName[];
}

export interface CancelRequest {
  readonly id: string;
  readonly by: string;
  readonly reason: string | null;
}

/** What a canceled job answers. */
export function canceledResult(request: CancelRequest): string {
  const reason = request.reason === null ? "." : `: ${request.reason}`;
  const message = `The job was canceled by ${request.by}${reason}`;
  return JSON.stringify({ error: { name: "CanceledError", message } });
}

/** A job that moves from waiting to running under the statement is in neither of its snapshots. */
const TRIES = 5;

interface Row {
  readonly outcome: CancelOutcome | null;
  readonly workspace_id: string | null;
  readonly concurrency_key: string | null;
}

/** Says what became of it, and whose permits may have come free. */
export async function cancelJob(db: Database, request: CancelRequest): Promise<Canceled> {
  const values = [request.id, request.by, request.reason, canceledResult(request)];
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const [row] = await db.run<Row>(CANCEL, values);
    if (row?.outcome !== null && row?.outcome !== undefined) {
      return { outcome: row.outcome, freed: limitNames([row]) };
    }
  }
  return { outcome: "missing", freed: [] };
}
