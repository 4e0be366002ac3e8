import type { JobSource, Log } from "@getoperate/contract";
import { type Database, Hints } from "@getoperate/db";
import { sql } from "kysely";
import { ensurePartitions } from "./duties/partitions.ts";
import { type Duty, repeat } from "./duties/repeat.ts";
import { ScheduledJobs } from "./duties/scheduled-jobs.ts";
import {
  type CancelOutcome,
  type CancelRequest,
  canceledResult,
  cancelJob,
} from "./queue/cancel.ts";
import { type EnqueueOutcome, Enqueuer, type NewJob } from "./queue/enqueue.ts";
import { recoverLostAttempts } from "./queue/recover.ts";
import { SqlJobSource } from "./sql-job-source.ts";
import { type Waiter, Waiters } from "./wait/waiters.ts";

export interface EngineOptions {
  readonly db: Database;
  readonly log: Log;
  /** Whether processes tell each other by NOTIFY; without it they find everything by polling. */
  readonly notify: boolean;
  /** Most jobs of a workspace that may wait. */
  readonly queueLimit: number;
  /** How often each duty is done, milliseconds; shorter in tests. */
  readonly dutyMs?: number;
  readonly leaseSeconds?: number;
}

/** Jobs in PostgreSQL: storing, handing out, waiting for, canceling and recovering them. */
export interface Engine extends AsyncDisposable {
  /** Stores a job; resolves after its commit. Rejects with the database's fault. */
  enqueue(job: NewJob): Promise<EnqueueOutcome>;
  /** Starts to wait for a job's end; called before it is enqueued, or any time later. */
  waitFor(jobId: string): Waiter;
  /** Looks for the ends of jobs that somebody here waits for, at once. */
  lookFor(jobIds: readonly string[]): Promise<void>;
  cancel(request: CancelRequest): Promise<CancelOutcome>;
  readonly jobSource: JobSource;
}

const CHANNELS = {
  ready: "getoperate_ready",
  done: "getoperate_done",
  cancel: "getoperate_cancel",
} as const;

const DUTY_MS = 5_000;
const HOUR_MS = 60 * 60 * 1000;

/** Starts the engine on a migrated database. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { db, log } = options;
  await ensurePartitions(db, new Date());
  const hints = options.notify ? new Hints(db) : undefined;
  const waiters = new Waiters(db);
  const tellReady = () => {
    source.hint({ kind: "ready" });
    hints?.send(CHANNELS.ready, "");
  };
  const scheduled = new ScheduledJobs({ db, log, onReady: () => tellReady() });
  const enqueuer = new Enqueuer(db, {
    queueLimit: options.queueLimit,
    onReady: tellReady,
    onScheduled: () => scheduled.look(),
  });
  const source = new SqlJobSource({
    db,
    enqueuer,
    onCompleted({ id, status, result }) {
      waiters.resolve(id, { status, result });
      hints?.send(CHANNELS.done, id);
    },
    onReleased: tellReady,
  });
  await hints?.start({
    [CHANNELS.ready]: () => source.hint({ kind: "ready" }),
    [CHANNELS.done]: (ids) => void waiters.look(ids.split(",")).catch(() => undefined),
    [CHANNELS.cancel]: (ids) => {
      for (const jobId of ids.split(",")) {
        source.hint({ kind: "cancel", jobId });
      }
    },
  });

  const recover = async () => {
    const recovered = await recoverLostAttempts(db, options.leaseSeconds);
    for (const { id, status, result } of recovered) {
      if (status !== null && result !== null) {
        waiters.resolve(id, { status, result });
        hints?.send(CHANNELS.done, id);
      }
    }
    if (recovered.length > 0) {
      log.warn({ jobs: recovered.length }, "Took jobs back from lost workers.");
      tellReady();
    }
  };
  const duties: Duty[] = [
    { name: "recover", everyMs: options.dutyMs ?? DUTY_MS, run: recover },
    { name: "partitions", everyMs: HOUR_MS, run: () => ensurePartitions(db, new Date()) },
    { name: "idempotency", everyMs: HOUR_MS, run: () => forgetOldKeys(db) },
  ];
  const running = duties.map((duty) => repeat(duty, log));

  return {
    enqueue: (job) => enqueuer.enqueue(job),
    waitFor: (jobId) => waiters.add(jobId),
    lookFor: (jobIds) => waiters.look(jobIds),
    async cancel(request) {
      const outcome = await cancelJob(db, request);
      if (outcome === "canceled") {
        waiters.resolve(request.id, { status: "canceled", result: canceledResult(request) });
        hints?.send(CHANNELS.done, request.id);
      } else if (outcome === "asked") {
        source.hint({ kind: "cancel", jobId: request.id });
        hints?.send(CHANNELS.cancel, request.id);
      }
      return outcome;
    },
    jobSource: source,
    async [Symbol.asyncDispose]() {
      for (const duty of running) {
        duty[Symbol.dispose]();
      }
      scheduled[Symbol.dispose]();
      enqueuer[Symbol.dispose]();
      waiters[Symbol.dispose]();
      await hints?.[Symbol.asyncDispose]();
    },
  };
}

/** An idempotency key is kept for 24 hours. */
async function forgetOldKeys(db: Database): Promise<void> {
  await sql`delete from idempotency_keys where created_at < now() - interval '24 hours'`.execute(
    db.kysely,
  );
}
