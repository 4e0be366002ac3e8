import type { HeartbeatAnswer, WorkerRegistration } from "@getoperate/contract";
import type { Database, PreparedStatement } from "@getoperate/db";

/** A worker that was not heard of for this long, by the database's clock, has lost its attempts. */
export const LEASE_SECONDS = 15;

/** How often a worker says that it lives; three may be lost. */
export const HEARTBEAT_SECONDS = 4;

const REGISTER: PreparedStatement = {
  name: "register-worker",
  text: "insert into workers (id, name, tags, slots) values ($1, $2, $3::text[], $4)",
};

const HEARTBEAT: PreparedStatement = {
  name: "heartbeat",
  text: `
with beat as (
  update workers set heartbeat_at = clock_timestamp() where id = $1 returning id
)
select exists (select from beat) as alive,
  array(select id::text from job_running where worker_id = $1 and cancel_at is not null) as canceled`,
};

// Ends the lease without the wait: the recovery takes attempts of workers that have no row.
const RELEASE: PreparedStatement = {
  name: "release-worker",
  text: "delete from workers where id = $1",
};

export async function registerWorker(db: Database, worker: WorkerRegistration): Promise<void> {
  await db.run(REGISTER, [worker.id, worker.name, worker.tags, worker.slots]);
}

/** Renews the lease; a worker that is not there any more stays dead. */
export async function heartbeat(db: Database, workerId: string): Promise<HeartbeatAnswer> {
  const [row] = await db.run<HeartbeatAnswer>(HEARTBEAT, [workerId]);
  return row ?? { alive: false, canceled: [] };
}

export async function releaseWorker(db: Database, workerId: string): Promise<void> {
  await db.run(RELEASE, [workerId]);
}
