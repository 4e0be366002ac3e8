import {
  type EventPlace,
  heartbeatMs,
  type JobSource,
  type JsonText,
  type Log,
} from "@getoperate/contract";
import { type Database, reading } from "@getoperate/db";
import { AgentGate } from "./agent-gate.ts";
import { keepHistory, preparePartitions } from "./duties/history.ts";
import { type Duty, repeat } from "./duties/repeat.ts";
import { ScheduledJobs } from "./duties/scheduled-jobs.ts";
import { sinceFault } from "./duties/since-fault.ts";
import { News } from "./news.ts";
import {
  type CancelOutcome,
  type CancelRequest,
  canceledResult,
  cancelJob,
} from "./queue/cancel.ts";
import { type EnqueueOutcome, Enqueuer, type NewJob } from "./queue/enqueue.ts";
import { readValue, type ValueKind } from "./queue/large-values.ts";
import { type OutputPage, readOutput } from "./queue/read-output.ts";
import { recoverAndTell } from "./recover-and-tell.ts";
import { SqlJobSource } from "./sql-job-source.ts";
import type { Waiter } from "./wait/waiters.ts";
import type { Watcher } from "./wait/watchers.ts";

export interface EngineOptions {
  readonly db: Database;
  readonly log: Log;
  /** Whether processes tell each other by NOTIFY; without it they find everything by polling. */
  readonly notify: boolean;
  /** Most jobs of a workspace that may wait. */
  readonly queueLimit: number;
  /** How long a job is kept after it was made, days. */
  readonly retentionDays: number;
  /** Lease of most workers: how often lost ones are looked for hangs on it. */
  readonly leaseSeconds: number;
}

/** Jobs in PostgreSQL: storing, handing out, waiting for, canceling and recovering them. */
export interface Engine extends AsyncDisposable {
  /** Stores a job; resolves after its commit. Rejects with the database's fault. */
  enqueue(job: NewJob): Promise<EnqueueOutcome>;
  /** Starts to wait for a job's end; called before it is enqueued, or any time later. */
  waitFor(jobId: string): Waiter;
  /** Looks for the ends of jobs that somebody here waits for, at once. */
  lookFor(jobIds: readonly string[]): Promise<void>;
  /** Starts to follow what a job puts out; called before it is read, so that nothing is missed. */
  watch(jobId: string): Watcher;
  /** Reads what a job put out after a place, as much as is read at once. */
  readOutput(jobId: string, after: EventPlace): Promise<OutputPage>;
  /** Reads arguments or a result that are too large to lie with the job. */
  readValue(jobId: string, kind: ValueKind): Promise<JsonText | undefined>;
  /** How many jobs somebody here follows. */
  readonly watchedJobs: number;
  cancel(request: CancelRequest): Promise<CancelOutcome>;
  /** For the worker of this process. */
  readonly jobSource: JobSource;
  /** For workers that reach this process alone. */
  readonly agents: AgentGate;
  /** Takes the attempts of lost workers back now and not at the next turn. */
  recover(): Promise<void>;
}

const HOUR_MS = 60 * 60 * 1000;

/** Starts the engine on a migrated database. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { db, log, retentionDays } = options;
  await reading(() => preparePartitions({ db, log, retentionDays }));
  const news = new News({
    db,
    notify: options.notify,
    tellWorkers(hint) {
      source.hint(hint);
      agents.hint();
    },
  });
  const scheduled = new ScheduledJobs({ db, log, onReady: () => news.ready() });
  const enqueuer = new Enqueuer(db, {
    queueLimit: options.queueLimit,
    onReady: () => news.ready(),
    onScheduled: () => scheduled.look(),
  });
  const source = new SqlJobSource({ db, enqueuer, news });
  const agents = new AgentGate(db, news);
  await news.start();

  const recover = async (quietSeconds: number) => {
    const count = await recoverAndTell({ db, news }, quietSeconds);
    if (count > 0) {
      log.warn({ jobs: count }, "Took jobs back from lost workers.");
    }
  };
  const recoverMs = heartbeatMs(options.leaseSeconds);
  const duties: Duty[] = [
    { name: "recover", everyMs: recoverMs, run: sinceFault(recover) },
    { name: "history", everyMs: HOUR_MS, run: () => keepHistory({ db, log, retentionDays }) },
  ];
  const running = duties.map((duty) => repeat(duty, log));

  return {
    enqueue: (job) => enqueuer.enqueue(job),
    waitFor: (jobId) => news.waiters.add(jobId),
    lookFor: (jobIds) => news.waiters.look(jobIds),
    watch: (jobId) => news.watchers.add(jobId),
    readOutput: (jobId, after) => readOutput(db, jobId, after),
    readValue: (jobId, kind) => readValue(db, jobId, kind),
    get watchedJobs() {
      return news.watchers.size;
    },
    async cancel(request) {
      const outcome = await cancelJob(db, request);
      if (outcome === "canceled") {
        news.ended(request.id, { status: "canceled", result: canceledResult(request) });
      } else if (outcome === "asked") {
        news.cancel(request.id);
      }
      return outcome;
    },
    jobSource: source,
    agents,
    recover: () => recover(Number.POSITIVE_INFINITY),
    async [Symbol.asyncDispose]() {
      for (const duty of running) {
        duty[Symbol.dispose]();
      }
      scheduled[Symbol.dispose]();
      enqueuer[Symbol.dispose]();
      await news[Symbol.asyncDispose]();
    },
  };
}
