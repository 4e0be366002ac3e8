import type { FinalJobStatus, JsonText } from "@getoperate/contract";
import type { Database, PreparedStatement } from "@getoperate/db";

/** The end of a job, as one who waits for it needs it. */
export interface JobEnd {
  readonly status: FinalJobStatus;
  readonly result: JsonText;
}

/** One who waits; it must be disposed of, or it stays in memory. */
export interface Waiter extends Disposable {
  readonly ended: Promise<JobEnd>;
}

const FINISHED: PreparedStatement = {
  name: "finished",
  text: "select id, status, result from job_results where id = any($1::uuid[])",
};

/** Bounds of the pause between two looks at the database, milliseconds. */
const FIRST_LOOK_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Who in this process waits for which job. Jobs that end here answer from memory, others by a hint;
 * whatever both miss is found by one statement for all, looked for less often the longer it takes.
 */
export class Waiters implements Disposable {
  readonly #db: Database;
  readonly #waiting = new Map<string, Set<(end: JobEnd) => void>>();
  #timer: NodeJS.Timeout | undefined;
  #pauseMs = FIRST_LOOK_MS;
  #closed = false;

  constructor(db: Database) {
    this.#db = db;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Starts to wait. Called before the job can end, so that nothing is missed. */
  add(jobId: string): Waiter {
    let resolve: (end: JobEnd) => void = () => undefined;
    const ended = new Promise<JobEnd>((settle) => {
      resolve = settle;
    });
    const resolvers = this.#waiting.get(jobId) ?? new Set();
    resolvers.add(resolve);
    this.#waiting.set(jobId, resolvers);
    this.#lookSoon();
    return {
      ended,
      [Symbol.dispose]: () => {
        resolvers.delete(resolve);
        if (resolvers.size === 0 && this.#waiting.get(jobId) === resolvers) {
          this.#waiting.delete(jobId);
        }
      },
    };
  }

  /** Answers all who wait for a job. */
  resolve(jobId: string, end: JobEnd): void {
    const resolvers = this.#waiting.get(jobId);
    this.#waiting.delete(jobId);
    for (const resolve of resolvers ?? []) {
      resolve(end);
    }
  }

  /** Looks now, for those of `jobIds` that somebody here waits for. */
  async look(jobIds: readonly string[]): Promise<void> {
    const wanted = jobIds.filter((id) => this.#waiting.has(id));
    if (wanted.length === 0) {
      return;
    }
    const rows = await this.#db.run<JobEnd & { id: string }>(FINISHED, [wanted]);
    for (const { id, status, result } of rows) {
      this.resolve(id, { status, result });
    }
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #lookSoon(): void {
    this.#pauseMs = FIRST_LOOK_MS;
    if (this.#timer === undefined && !this.#closed) {
      this.#timer = setTimeout(() => void this.#lookAtAll(), this.#pauseMs);
    }
  }

  async #lookAtAll(): Promise<void> {
    try {
      await this.look([...this.#waiting.keys()]);
    } catch {
      // The next look tries again; who waits has a deadline of their own.
    }
    this.#timer = undefined;
    this.#pauseMs = Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2);
    if (this.#waiting.size > 0 && !this.#closed) {
      const jittered = this.#pauseMs * (0.75 + Math.random() / 2);
      this.#timer = setTimeout(() => void this.#lookAtAll(), jittered);
    }
  }
}
