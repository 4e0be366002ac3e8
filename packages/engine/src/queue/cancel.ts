import type { Database, PreparedStatement } from "@getoperate/db";

const CANCEL: PreparedStatement = {
  name: "cancel",
  text: `
with ready as (
  delete from job_ready where id = $1 returning id, workspace_id, attempt
), scheduled as (
  delete from job_scheduled where id = $1 returning id, workspace_id, 0 as attempt
), waiting as (
  select * from ready union all select * from scheduled
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
end as outcome`,
};

/**
 * `canceled`: it waited and never ran; `asked`: it runs and its worker has to end it; `ended`:
 * it was over before; `missing`: there is no such job.
 */
export type CancelOutcome = "canceled" | "asked" | "ended" | "missing";

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

export async function cancelJob(db: Database, request: CancelRequest): Promise<CancelOutcome> {
  const values = [request.id, request.by, request.reason, canceledResult(request)];
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const [row] = await db.run<{ outcome: CancelOutcome | null }>(CANCEL, values);
    if (row?.outcome !== null && row?.outcome !== undefined) {
      return row.outcome;
    }
  }
  return "missing";
}
