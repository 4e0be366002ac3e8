import type { HeartbeatAnswer, WorkerRegistration } from "@getoperate/contract";
import { type Database, type PreparedStatement, reading } from "@getoperate/db";
import { runningHere } from "./exchange.ts";

const REGISTER: PreparedStatement = {
  name: "register-worker",
  text: `
with made as (
  insert into workers (id, name, kind, version, tags, slots, lease_seconds, workspace_id,
    agent_token_id)
  select $1, $2, $3, $4, $5::text[], $6::int, $7::int, $8, $9::uuid
  where $9::uuid is null
    or (select count(*) from workers where agent_token_id = $9::uuid) < $10::int
  on conflict (id) do nothing
  returning id
)
select exists (select from made)
  or exists (select from workers where id = $1 and agent_token_id = $9::uuid) as done`,
};

// Whether something waits is asked of the first row of each tag. A worker of one workspace has to look
// for itself: to find out may take as long as its claim.
const HEARTBEAT: PreparedStatement = {
  name: "heartbeat",
  text: `
with beat as (
  update workers set heartbeat_at = clock_timestamp() where id = $1 returning id
)
select exists (select from beat) as alive,
  array(select id::text from job_running where worker_id = $1 and cancel_at is not null) as canceled,
  array(
    select s.job_id::text from job_secrets s
    join job_running r on r.id = s.job_id and r.attempt = s.attempt
    where r.worker_id = $1 and not s.is_masked
  ) as unmasked,
  exists (
    select from job_running
    where worker_id = $1 and id <> all($2::uuid[])
      and started_at < clock_timestamp() - make_interval(secs => $3)
  ) as has_unknown,
  exists (
    select from workers w cross join lateral unnest(w.tags) as t (tag)
    where w.id = $1 and (
      w.workspace_id is not null or exists (select from job_ready q where q.tag = t.tag))
  ) as is_any_waiting`,
};

// Ends the lease without the wait: the recovery takes attempts of workers that have no row.
const RELEASE: PreparedStatement = {
  name: "release-worker",
  text: "delete from workers where id = $1",
};

/** Most workers of one agent token, so that nobody fills the table. */
const MAX_AGENT_WORKERS = 1_000;

/** With whose token an agent registers, and for which jobs alone. */
export interface AgentGrant {
  readonly tokenId: string;
  readonly workspace: string | null;
}

/** False: the id is taken, or the token has too many workers. An agent may say the same twice. */
export async function registerWorker(
  db: Database,
  worker: WorkerRegistration,
  grant?: AgentGrant,
): Promise<boolean> {
  const { id, name, kind, version, tags, slots, leaseSeconds } = worker;
  const values = [
    ...[id, name, kind, version, tags, slots, leaseSeconds],
    ...[grant?.workspace ?? null, grant?.tokenId ?? null, MAX_AGENT_WORKERS],
  ];
  const [row] = await reading(() => db.run<{ done: boolean }>(REGISTER, values));
  return row?.done === true;
}

interface HeartbeatRow extends Pick<HeartbeatAnswer, "alive" | "canceled" | "unmasked"> {
  readonly has_unknown: boolean;
  readonly is_any_waiting: boolean;
}

/** An answer that is under way for longer than this is lost: statements end before. */
const LOST_ANSWER_SECONDS = 20;

/**
 * Renews the lease; a worker that is not there any more stays dead. `known` are the jobs that the
 * worker runs: what is recorded beside them was handed over in an answer that got lost.
 */
export async function heartbeat(
  db: Database,
  workerId: string,
  known: readonly string[],
): Promise<HeartbeatAnswer> {
  const values = [workerId, known, LOST_ANSWER_SECONDS];
  const [row] = await db.run<HeartbeatRow>(HEARTBEAT, values);
  if (row === undefined) {
    return { alive: false, canceled: [], unmasked: [], claimed: [], isAnyWaiting: false };
  }
  const { alive, canceled, unmasked, is_any_waiting: isAnyWaiting } = row;
  const claimed = row.has_unknown ? await runningHere(db, workerId, known) : [];
  return { alive, canceled, unmasked, claimed, isAnyWaiting };
}

export async function releaseWorker(db: Database, workerId: string): Promise<void> {
  await db.run(RELEASE, [workerId]);
}
