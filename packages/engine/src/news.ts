import type { WorkerHint } from "@getoperate/contract";
import { type Database, Hints } from "@getoperate/db";
import { type JobEnd, Waiters } from "./wait/waiters.ts";
import { Watchers } from "./wait/watchers.ts";

const CHANNELS = {
  ready: "getoperate_ready",
  output: "getoperate_output",
  done: "getoperate_done",
  cancel: "getoperate_cancel",
  unmasked: "getoperate_unmasked",
} as const;

export interface NewsOptions {
  readonly db: Database;
  /** Whether other processes are told, by NOTIFY. */
  readonly notify: boolean;
  readonly tellWorkers: (hint: WorkerHint) => void;
}

/** Passes on what was committed: from memory to who waits in this process, to others as a hint. */
export class News implements AsyncDisposable {
  readonly waiters: Waiters;
  readonly watchers: Watchers;
  readonly #hints: Hints | undefined;
  readonly #tellWorkers: (hint: WorkerHint) => void;

  constructor({ db, notify, tellWorkers }: NewsOptions) {
    this.waiters = new Waiters(db);
    this.watchers = new Watchers(db);
    this.#hints = notify ? new Hints(db) : undefined;
    this.#tellWorkers = tellWorkers;
  }

  /** Starts to listen to other processes. */
  async start(): Promise<void> {
    await this.#hints?.start({
      [CHANNELS.ready]: () => this.#tellWorkers({ kind: "ready" }),
      [CHANNELS.output]: (ids) => this.watchers.tell(ids.split(",")),
      [CHANNELS.done]: (ids) => this.#lookAtEnds(ids.split(",")),
      [CHANNELS.cancel]: (ids) => {
        for (const jobId of ids.split(",")) {
          this.#tellWorkers({ kind: "cancel", jobId });
        }
      },
      [CHANNELS.unmasked]: (ids) => {
        for (const jobId of ids.split(",")) {
          this.#tellWorkers({ kind: "unmasked", jobId });
        }
      },
    });
  }

  /** Jobs wait for a claim. */
  ready(): void {
    this.#tellWorkers({ kind: "ready" });
    this.#hints?.send(CHANNELS.ready, "");
  }

  /** Jobs run here now; elsewhere it is known when they put something out. */
  started(jobIds: readonly string[]): void {
    this.watchers.tell(jobIds);
  }

  output(jobIds: readonly string[]): void {
    this.watchers.tell(jobIds);
    for (const id of jobIds) {
      this.#hints?.send(CHANNELS.output, id);
    }
  }

  ended(jobId: string, end: JobEnd): void {
    this.waiters.resolve(jobId, end);
    this.watchers.tell([jobId]);
    this.#hints?.send(CHANNELS.done, jobId);
  }

  /** The same of jobs whose ends are read from the database first, since nobody trusts who told them. */
  endedSomehow(jobIds: readonly string[]): void {
    this.#lookAtEnds(jobIds);
    for (const id of jobIds) {
      this.#hints?.send(CHANNELS.done, id);
    }
  }

  /** A running job is to be ended by its worker. */
  cancel(jobId: string): void {
    this.#tellWorkers({ kind: "cancel", jobId });
    this.#hints?.send(CHANNELS.cancel, jobId);
  }

  /** A running job waits for a secret until its worker masks it. */
  unmasked(jobId: string): void {
    this.#tellWorkers({ kind: "unmasked", jobId });
    this.#hints?.send(CHANNELS.unmasked, jobId);
  }

  #lookAtEnds(jobIds: readonly string[]): void {
    this.watchers.tell(jobIds);
    void this.waiters.look(jobIds).catch(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.waiters[Symbol.dispose]();
    this.watchers[Symbol.dispose]();
    await this.#hints?.[Symbol.asyncDispose]();
  }
}
