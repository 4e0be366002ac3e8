import { Breadth } from "./breadth.ts";
import { HeldJobs } from "./held-jobs.ts";
import { LookAhead } from "./look-ahead.ts";

export interface LanesOptions<Job> {
  /** Most jobs that run at once. */
  readonly slots: number;
  readonly processors: number;
  /** So long a job may wait for a slot, milliseconds. */
  readonly holdMs: number;
  /** Told when one waited for longer. */
  readonly onOverdue: () => void;
  /** A clock, milliseconds; default `performance.now`. */
  readonly nowMs?: () => number;
  /** Runs a job to its end; what it answers is called once the next one has begun. Never rejects. */
  readonly run: (job: Job) => Promise<() => void>;
}

/** With few at once, these may be stuck for so long before more run beside them, milliseconds. */
const STUCK_MS = 10;

/** The slots of a worker: runs the jobs that are its own, and holds those that wait for a slot. */
export class Lanes<Job> implements Disposable {
  readonly #options: LanesOptions<Job>;
  readonly #held: HeldJobs<Job>;
  readonly #lookAhead = new LookAhead();
  readonly #breadth: Breadth;
  readonly #nowMs: () => number;
  #running = 0;
  #lastEndMs = 0;
  #stuckTimer: NodeJS.Timeout | undefined;

  constructor(options: LanesOptions<Job>) {
    const { slots, processors, holdMs, onOverdue } = options;
    this.#options = options;
    this.#nowMs = options.nowMs ?? (() => performance.now());
    this.#breadth = new Breadth(slots, processors);
    this.#held = new HeldJobs({ longestMs: holdMs, onOverdue });
  }

  /** How many jobs to have beside those that run. */
  get ahead(): number {
    return this.#lookAhead.countFor(this.#options.slots);
  }

  /** Runs a job as soon as there is a slot. */
  add(job: Job): void {
    this.#held.add(job);
    this.#runNext();
  }

  /** Runs one that waits at once, slot or not: it is canceled, and ends without one. */
  hurry(job: Job): void {
    if (this.#held.remove(job)) {
      void this.#run(job);
    }
  }

  /** Takes back all that wait. */
  takeHeld(): Job[] {
    return this.#held.takeAll();
  }

  /** Jobs do not end as soon as it seemed. */
  expectLong(): void {
    this.#lookAhead.expectLong(this.#options.holdMs);
    this.#breadth.widen(this.#nowMs());
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#stuckTimer);
    this.#held[Symbol.dispose]();
  }

  #runNext(): void {
    while (this.#running < this.#breadth.count) {
      const next = this.#held.take();
      if (next === undefined) {
        return;
      }
      void this.#run(next);
    }
    this.#watchStuck();
  }

  async #run(job: Job): Promise<void> {
    const startedAtMs = this.#nowMs();
    this.#running += 1;
    const then = await this.#options.run(job);
    const nowMs = this.#nowMs();
    const tookMs = nowMs - startedAtMs;
    this.#lastEndMs = nowMs;
    this.#breadth.note(tookMs, this.#running, nowMs);
    this.#lookAhead.note(tookMs);
    this.#running -= 1;
    this.#runNext();
    then();
  }

  /** A few long jobs among many short ones must not keep the other slots empty. */
  #watchStuck(): void {
    if (this.#held.isEmpty || this.#running >= this.#options.slots) {
      return;
    }
    this.#stuckTimer ??= setTimeout(() => {
      this.#stuckTimer = undefined;
      const nowMs = this.#nowMs();
      if (nowMs - this.#lastEndMs >= STUCK_MS) {
        this.#breadth.widen(nowMs);
      }
      this.#runNext();
    }, STUCK_MS);
  }
}
