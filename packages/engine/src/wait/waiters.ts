import type { FinalJobStatus, JsonText } from "@getoperate/contract";
import type { Database, PreparedStatement } from "@getoperate/db";
import { readValue } from "../queue/large-values.ts";
import { AdaptivePoll, type PollOutcome } from "./adaptive-poll.ts";

/** The end of a job, as one who waits for it needs it. */
export interface JobEnd {
  readonly status: FinalJobStatus;
  readonly result: JsonText;
}

/** One who waits; it must be disposed of, or it stays in memory. */
export interface Waiter extends Disposable {
  /** Tells the one listener of the end; at once if it has come. No promise, since thousands wait. */
  onEnd(listener: (end: JobEnd) => void): void;
}

const FINISHED: PreparedStatement = {
  name: "finished",
  text: "select id, status, result from job_results where id = any($1::uuid[])",
};

interface FinishedRow {
  readonly id: string;
  readonly status: FinalJobStatus;
  /** Null: it is large and lies aside. */
  readonly result: JsonText | null;
}

/**
 * Who in this process waits for which job. Jobs that end here answer from memory, others by a hint;
 * whatever both miss is found by one statement for all, looked for less often the longer it takes.
 */
export class Waiters implements Disposable {
  readonly #db: Database;
  /** A set only where several wait for one job, since thousands of jobs may be waited for. */
  readonly #waiting = new Map<string, EndWaiter | Set<EndWaiter>>();
  readonly #poll = new AdaptivePoll(() => this.#lookAtAll());

  constructor(db: Database) {
    this.#db = db;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Starts to wait. Called before the job can end, so that nothing is missed. */
  add(jobId: string): Waiter {
    const waiter = new EndWaiter(jobId, this);
    const others = this.#waiting.get(jobId);
    this.#waiting.set(jobId, others === undefined ? waiter : toSet(others).add(waiter));
    this.#poll.hurry();
    return waiter;
  }

  /** Answers all who wait for a job. */
  resolve(jobId: string, end: JobEnd): void {
    const waiting = this.#waiting.get(jobId);
    this.#waiting.delete(jobId);
    if (waiting !== undefined) {
      for (const waiter of toSet(waiting)) {
        waiter.settle(end);
      }
    }
  }

  remove(jobId: string, waiter: EndWaiter): void {
    const waiting = this.#waiting.get(jobId);
    if (waiting === waiter) {
      this.#waiting.delete(jobId);
    } else if (waiting instanceof Set && waiting.delete(waiter) && waiting.size === 0) {
      this.#waiting.delete(jobId);
    }
  }

  /** Looks now, for those of `jobIds` that somebody here waits for. */
  async look(jobIds: readonly string[]): Promise<void> {
    const wanted = jobIds.filter((id) => this.#waiting.has(id));
    if (wanted.length === 0) {
      return;
    }
    const rows = await this.#db.run<FinishedRow>(FINISHED, [wanted]);
    for (const { id, status, result: stored } of rows) {
      const result = stored ?? (await readValue(this.#db, id, "result"));
      if (result !== undefined) {
        this.resolve(id, { status, result });
      }
    }
  }

  [Symbol.dispose](): void {
    this.#poll[Symbol.dispose]();
  }

  async #lookAtAll(): Promise<PollOutcome> {
    await this.look([...this.#waiting.keys()]);
    return this.#waiting.size === 0 ? "unneeded" : "nothing";
  }
}

class EndWaiter implements Waiter {
  readonly #jobId: string;
  readonly #waiters: Waiters;
  #end: JobEnd | undefined;
  #listener: ((end: JobEnd) => void) | undefined;

  constructor(jobId: string, waiters: Waiters) {
    this.#jobId = jobId;
    this.#waiters = waiters;
  }

  onEnd(listener: (end: JobEnd) => void): void {
    this.#listener = listener;
    if (this.#end !== undefined) {
      listener(this.#end);
    }
  }

  settle(end: JobEnd): void {
    this.#end = end;
    this.#listener?.(end);
  }

  [Symbol.dispose](): void {
    this.#waiters.remove(this.#jobId, this);
  }
}

function toSet(waiting: EndWaiter | Set<EndWaiter>): Set<EndWaiter> {
  return waiting instanceof Set ? waiting : new Set([waiting]);
}
