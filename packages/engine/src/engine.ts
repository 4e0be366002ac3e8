import {
  type EventPlace,
  heartbeatMs,
  type JobSource,
  type JobWaiting,
  type JsonText,
  type Log,
} from "@getoperate/contract";
import { type Database, reading } from "@getoperate/db";
import { AgentGate } from "./agent-gate.ts";
import { cancelAndTell } from "./cancel-and-tell.ts";
import { keepHistory, preparePartitions } from "./duties/history.ts";
import { LimitedJobs } from "./duties/limited-jobs.ts";
import { type Duty, repeat } from "./duties/repeat.ts";
import { ScheduledJobs } from "./duties/scheduled-jobs.ts";
import { sinceFault } from "./duties/since-fault.ts";
import { News } from "./news.ts";
import type { CancelOutcome, CancelRequest } from "./queue/cancel.ts";
import { Enqueuer } from "./queue/enqueue.ts";
import { readValue, type ValueKind } from "./queue/large-values.ts";
import type { EnqueueOutcome, NewJob } from "./queue/new-job.ts";
import { type OutputPage, readOutput } from "./queue/read-output.ts";
import { whyWaiting } from "./queue/why-waiting.ts";
import { recoverAndTell } from "./recover-and-tell.ts";
import { type SecretsForJob, untilMasked } from "./references/job-secrets.ts";
import { SqlJobSource } from "./sql-job-source.ts";
import type { Vault } from "./vault/vault.ts";
import type { Waiter } from "./wait/waiters.ts";
import type { Watcher } from "./wait/watchers.ts";

export interface EngineOptions {
  readonly db: Database;
  readonly vault: Vault;
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
  /** Resolves once the worker of a running job masks secrets that the job asks for. */
  untilMasked(wanted: Omit<SecretsForJob, "tell">): Promise<void>;
  cancel(request: CancelRequest): Promise<CancelOutcome>;
  /** Why a job that was not started yet still waits; undefined: it does not. */
  whyWaiting(jobId: string): Promise<JobWaiting | undefined>;
  /** For the worker of this process. */
  readonly jobSource: JobSource;
  /** For workers that reach this process alone. */
  readonly agents: AgentGate;
  /** Takes the attempts of lost workers back now and not at the next turn. */
  recover(): Promise<void>;
}

const HOUR_MS = 60 * 60 * 1000;

/** How often permits are looked for that nobody gave on. */
const SWEEP_MS = 10_000;

/** Starts the engine on a migrated database. */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { db, vault, log, retentionDays } = options;
  await reading(() => preparePartitions({ db, log, retentionDays }));
  const news = new News({
    db,
    notify: options.notify,
    tellWorkers(hint) {
      source.hint(hint);
      agents.hint();
    },
  });
  const limited = new LimitedJobs({ db, log, onReady: () => news.ready() });
  const scheduled = new ScheduledJobs({
    db,
    log,
    onReady: () => news.ready(),
    onLimited: (limits) => limited.ask(limits),
  });
  const enqueuer = new Enqueuer(db, {
    queueLimit: options.queueLimit,
    onReady: () => news.ready(),
    onScheduled: () => scheduled.look(),
    onLimited: (limit) => limited.ask([limit]),
  });
  const source = new SqlJobSource({ db, vault, enqueuer, news, limited });
  const agents = new AgentGate({ db, vault, news, limited });
  await news.start();

  const recover = async (quietSeconds: number) => {
    const count = await recoverAndTell({ db, news, limited }, quietSeconds);
    if (count > 0) {
      log.warn({ jobs: count }, "Took jobs back from lost workers.");
    }
  };
  const recoverMs = heartbeatMs(options.leaseSeconds);
  const duties: Duty[] = [
    { name: "recover", everyMs: recoverMs, run: sinceFault(recover) },
    { name: "limits", everyMs: SWEEP_MS, run: () => limited.sweep() },
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
    whyWaiting: (jobId) => whyWaiting(db, jobId),
    get watchedJobs() {
      return news.watchers.size;
    },
    untilMasked: (wanted) =>
      untilMasked({ db, vault }, { ...wanted, tell: (jobId) => news.unmasked(jobId) }),
    cancel: (request) => cancelAndTell({ db, news, limited }, request),
    jobSource: source,
    agents,
    recover: () => recover(Number.POSITIVE_INFINITY),
    async [Symbol.asyncDispose]() {
      for (const duty of running) {
        duty[Symbol.dispose]();
      }
      scheduled[Symbol.dispose]();
      limited[Symbol.dispose]();
      enqueuer[Symbol.dispose]();
      await news[Symbol.asyncDispose]();
    },
  };
}
