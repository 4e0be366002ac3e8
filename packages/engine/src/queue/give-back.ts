import type { Attempt } from "@getoperate/contract";
import { type Database, type PreparedStatement, withRetries } from "@getoperate/db";
import { firstTurn } from "./turns.ts";

// The job waits as before its claim, with its permit, and its next start has the same number: it is
// fenced by the worker, too. One that is to be canceled stays, for its worker to end it.
const GIVE_BACK: PreparedStatement = {
  name: "give-back",
  text: `
with input as (
  select * from unnest($2::uuid[], $3::int[]) as i (id, attempt)
), given as (
  delete from job_running r using input i
  where r.id = i.id and r.attempt = i.attempt and r.worker_id = $1 and r.cancel_at is null
  returning r.*
), ready as (
  insert into job_ready (id, workspace_id, tag, priority, attempt, concurrency_key, turn)
  select g.id, g.workspace_id, j.tag, j.priority, g.attempt - 1, g.concurrency_key, ${firstTurn("j")}
  from given g join jobs j on j.id = g.id
)
select r.id from job_running r join input i on i.id = r.id and i.attempt = r.attempt
where r.worker_id = $1 and r.id not in (select id from given)`,
};

/** How long it keeps trying while the database is away, milliseconds; less than an agent waits. */
const RETRY_MS = 10_000;

/**
 * Lets jobs wait again that a worker took and did not begin; answers with those that are still its
 * own. The same again changes nothing, so a lost answer may be asked for once more.
 */
export async function giveBack(
  db: Database,
  workerId: string,
  attempts: readonly Attempt[],
): Promise<string[]> {
  const values = [workerId, attempts.map(({ id }) => id), attempts.map(({ attempt }) => attempt)];
  const rows = await withRetries(() => db.run<{ id: string }>(GIVE_BACK, values), {
    forMs: RETRY_MS,
  });
  return rows.map(({ id }) => id);
}
