import type { HeartbeatAnswer, WorkerRegistration } from "@getoperate/contract";
import type { Database, PreparedStatement } from "@getoperate/db";
import { runningHere } from "./exchange.ts";

const REGISTER: PreparedStatement = {
  name: "register-worker",
  text: `
insert into workers (id, name, kind, version, tags, slots)
values ($1, $2, $3, $4, $5::text[], $6)`,
};

const HEARTBEAT: PreparedStatement = {
  name: "heartbeat",
  text: `
with beat as (
  update workers set heartbeat_at = clock_timestamp() where id = $1 returning id
)
select exists (select from beat) as alive,
  array(select id::text from job_running where worker_id = $1 and cancel_at is not null) as canceled,
  exists (
    select from job_running
    where worker_id = $1 and id <> all($2::uuid[])
      and started_at < clock_timestamp() - make_interval(secs => $3)
  ) as has_unknown`,
};

// Ends the lease without the wait: the recovery takes attempts of workers that have no row.
const RELEASE: PreparedStatement = {
  name: "release-worker",
  text: "delete from workers where id = $1",
};

export async function registerWorker(db: Database, worker: WorkerRegistration): Promise<void> {
  const { id, name, kind, version, tags, slots } = worker;
  await db.run(REGISTER, [id, name, kind, version, tags, slots]);
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
  const [row] = await db.run<Omit<HeartbeatAnswer, "claimed"> & { has_unknown: boolean }>(
    HEARTBEAT,
    values,
  );
  if (row === undefined) {
    return { alive: false, canceled: [], claimed: [] };
  }
  const { alive, canceled, has_unknown: hasUnknown } = row;
  const claimed = hasUnknown ? await runningHere(db, workerId, known) : [];
  return { alive, canceled, claimed };
}

export async function releaseWorker(db: Database, workerId: string): Promise<void> {
  await db.run(RELEASE, [workerId]);
}
