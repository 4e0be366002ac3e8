import { setTimeout as sleep } from "node:timers/promises";
import type { Program } from "@getoperate/testing/program";
import { type Cluster, LEASE_SECONDS } from "./cluster.ts";

/** An attempt that a worker held when it was stopped, and that was taken from it before it went on. */
export interface StalledAttempt {
  readonly id: string;
  readonly attempt: number;
}

/** What a worker had sent before it was stopped is committed by then, milliseconds. */
const SETTLED_MS = 500;
const STALL_MS = 3 * LEASE_SECONDS * 1000;
const LOOK_MS = 100;

/** Stops a worker until others have its jobs; answers with those, none if it had none. */
export async function stall(cluster: Cluster, worker: Program): Promise<readonly StalledAttempt[]> {
  worker.signal("SIGSTOP");
  try {
    await sleep(SETTLED_MS);
    const held = await attemptsOf(cluster, worker);
    if (held.length > 0) {
      await sleep(STALL_MS);
      // The time in which PostgreSQL was away counts for nobody.
      while ((await attemptsOf(cluster, worker)).length > 0) {
        await sleep(LOOK_MS);
      }
    }
    return held;
  } finally {
    worker.signal("SIGCONT");
  }
}

/** A worker is named for its process, unless somebody names it. */
const HELD = `
select r.id, r.attempt from job_running r join workers w on w.id = r.worker_id
where w.name like '%:' || $1`;

async function attemptsOf({ postgres }: Cluster, { pid }: Program): Promise<StalledAttempt[]> {
  for (;;) {
    try {
      const rows = await postgres.query(HELD, [String(pid)]);
      return rows.map(({ id, attempt }) => ({ id: String(id), attempt: Number(attempt) }));
    } catch {
      await sleep(LOOK_MS);
    }
  }
}
