import type { ClaimedJob, DirectWorker } from "@getoperate/contract";
import { Batcher, type Database } from "@getoperate/db";
import type { LimitName } from "./admit.ts";
import { isLarge, pack } from "./large-values.ts";
import type { EnqueueOutcome, NewJob } from "./new-job.ts";
import { QueueBound } from "./queue-bound.ts";
import { storeJobs } from "./store-jobs.ts";
import { type GivenTurn, type PlannedTurn, Turns } from "./turns.ts";

interface AttachedWorker {
  readonly id: string;
  readonly tags: ReadonlySet<string>;
  readonly direct: DirectWorker;
}

interface Placed {
  readonly job: NewJob;
  readonly worker: AttachedWorker | undefined;
  readonly turn: PlannedTurn | undefined;
}

/** Most of the arguments in one statement, characters. */
const BATCH_SIZE = 1024 * 1024;

/** News of jobs that were committed and not handed to a worker at once. */
export interface EnqueueNews {
  /** They wait for a claim. */
  readonly onReady: () => void;
  /** They wait for their time. */
  readonly onScheduled: () => void;
  /** One waits for a permit. */
  readonly onLimited: (limit: LimitName) => void;
}

export interface EnqueuerOptions extends EnqueueNews {
  /** Most jobs of a workspace that may wait. */
  readonly queueLimit: number;
}

/** Stores new jobs, many at a time, and hands them to a free slot of this process. */
export class Enqueuer implements Disposable {
  readonly #db: Database;
  readonly #news: EnqueueNews;
  readonly #batcher: Batcher<NewJob, EnqueueOutcome>;
  /** A lane of their own for large arguments, so that they hold up no small ones. */
  readonly #large: Batcher<NewJob, EnqueueOutcome>;
  readonly #bound: QueueBound;
  readonly #workers = new Map<string, AttachedWorker>();
  readonly #turns = new Turns();

  constructor(db: Database, options: EnqueuerOptions) {
    this.#db = db;
    this.#news = options;
    this.#bound = new QueueBound(db, options.queueLimit);
    const run = (jobs: readonly NewJob[]) => this.#store(jobs);
    this.#batcher = new Batcher({
      maxItems: 100,
      maxSize: BATCH_SIZE,
      sizeOf: ({ args }) => args.length,
      // One after the other, so that under load each carries more.
      maxInFlight: 1,
      run,
    });
    this.#large = new Batcher({ maxItems: 1, maxInFlight: 2, run });
  }

  /** Resolves after the commit, or with why nothing was stored. */
  async enqueue(job: NewJob): Promise<EnqueueOutcome> {
    if (this.#bound.isFull(job.workspace)) {
      return "queue-full";
    }
    return (isLarge(job.args) ? this.#large : this.#batcher).add(job);
  }

  [Symbol.dispose](): void {
    this.#bound[Symbol.dispose]();
  }

  attach(id: string, tags: readonly string[], direct: DirectWorker): void {
    this.#workers.set(id, { id, tags: new Set(tags), direct });
  }

  detach(id: string): void {
    this.#workers.delete(id);
  }

  async #store(jobs: readonly NewJob[]): Promise<EnqueueOutcome[]> {
    const placed = jobs.map((job) => this.#place(job));
    try {
      const [first] = jobs;
      const isAside = first !== undefined && isLarge(first.args);
      const outcomes = await storeJobs(this.#db, {
        placed: placed.map(({ job, worker, turn }) => ({ job, workerId: worker?.id, turn })),
        largeArgs: isAside ? await pack(first.args) : undefined,
      });
      return placed.map((entry) => {
        const stored = outcomes.get(entry.job.id);
        this.#settleTurn(entry, stored);
        return this.#handOver(entry, stored?.outcome);
      });
    } catch (error) {
      for (const entry of placed) {
        this.#settleTurn(entry, undefined);
        entry.worker?.direct.unreserve();
      }
      throw error;
    }
  }

  #place(job: NewJob): Placed {
    const worker = this.#takePlace(job);
    // One whose time has passed is as good as one without.
    const waits = worker === undefined && job.concurrency === null;
    return { job, worker, turn: waits ? this.#turns.plan(job) : undefined };
  }

  #settleTurn({ turn }: Placed, given: GivenTurn | undefined): void {
    if (turn !== undefined) {
      this.#turns.settle(turn, given);
    }
  }

  #takePlace(job: NewJob): AttachedWorker | undefined {
    if (job.schedule !== null || job.concurrency !== null) {
      return undefined;
    }
    for (const worker of this.#workers.values()) {
      if (worker.tags.has(job.tag) && worker.direct.reserve()) {
        return worker;
      }
    }
    return undefined;
  }

  #handOver({ job, worker }: Placed, outcome: EnqueueOutcome | undefined): EnqueueOutcome {
    if (outcome !== "accepted") {
      worker?.direct.unreserve();
    } else if (worker !== undefined) {
      worker.direct.start(firstAttempt(job));
    } else {
      this.#bound.note(job.workspace);
      this.#tellWaiting(job);
    }
    return outcome ?? "head-moved";
  }

  #tellWaiting({ workspace, schedule, concurrency }: NewJob): void {
    if (schedule !== null) {
      this.#news.onScheduled();
    } else if (concurrency !== null) {
      this.#news.onLimited({ workspace, key: concurrency.key });
    } else {
      this.#news.onReady();
    }
  }
}

function firstAttempt(job: NewJob): ClaimedJob {
  const { id, workspace, hash, path, args, createdBy, timeoutSeconds, preprocess } = job;
  return { id, attempt: 1, workspace, hash, path, args, createdBy, timeoutSeconds, preprocess };
}
