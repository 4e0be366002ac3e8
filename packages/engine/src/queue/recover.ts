import type { FinalJobStatus, JsonText } from "@getoperate/contract";
import type { Database, PreparedStatement } from "@getoperate/db";
import { firstTurn } from "./turns.ts";

// One statement, under a lock that lasts as long as it: whoever comes second finds nothing to do.
// Attempts of dead workers go back to the queue, or end when they were the last one allowed. So do
// those that an agent, which nobody trusts, keeps far longer than its job may run. Dead is who let the
// lease run out that it asked for, and could have been heard all the time.
const RECOVER: PreparedStatement = {
  name: "recover",
  text: `
with leader as materialized (
  select pg_try_advisory_xact_lock(hashtext('getoperate recover')) as held
), dead as (
  delete from workers w using leader
  where held and lease_seconds <= $1::float8
    and heartbeat_at < clock_timestamp() - make_interval(secs => lease_seconds)
  returning w.id
), lost as (
  delete from job_running r using leader
  where held and (
    r.worker_id in (select id from dead)
    or not exists (select from workers w where w.id = r.worker_id)
    or exists (
      select from workers w join jobs j on j.id = r.id
      where w.id = r.worker_id and w.kind = 'agent'
        and r.started_at < clock_timestamp() - make_interval(secs => j.timeout_seconds + $2)
    )
  )
  returning r.*
), judged as materialized (
  select l.*, j.tag, j.priority, case
    when l.cancel_at is not null then 'canceled'
    when l.attempt >= j.max_attempts then 'failure'
  end as final_status
  from lost l join jobs j on j.id = l.id
), again as (
  insert into job_ready (id, workspace_id, tag, priority, attempt, concurrency_key, turn)
  select id, workspace_id, tag, priority, attempt, concurrency_key, ${firstTurn("j")}
  from judged j where final_status is null
), ended as (
  insert into job_results (id, workspace_id, status, result, attempt, started_at,
    cancel_by, cancel_reason, cancel_at)
  select id, workspace_id, final_status,
    json_build_object('error', json_build_object(
      'name', case final_status when 'canceled' then 'CanceledError' else 'WorkerLostError' end,
      'message', case final_status
        when 'canceled' then 'The job was canceled.'
        else 'The worker was lost ' || attempt || ' times while it ran the job.' end)),
    attempt, started_at, cancel_by, cancel_reason, cancel_at
  from judged where final_status is not null
  returning id, status, result
)
select j.id, j.workspace_id, j.concurrency_key, e.status, e.result
from judged j left join ended e on e.id = j.id`,
};

/** A lost attempt: its job waits again, or ended for good. */
export interface Recovered {
  readonly id: string;
  readonly workspace_id: string;
  readonly concurrency_key: string | null;
  readonly status: FinalJobStatus | null;
  readonly result: JsonText | null;
}

/** What an agent may take beyond a job's time, to load its version and to bring its end home. */
const LATE_SECONDS = 120;

/**
 * Takes the attempts of workers whose lease ran out; safe to call from any number of processes. Every
 * worker could be heard for the last `quietSeconds`.
 */
export function recoverLostAttempts(db: Database, quietSeconds: number): Promise<Recovered[]> {
  return db.run<Recovered>(RECOVER, [quietSeconds, LATE_SECONDS]);
}
