export interface HeldJobsOptions {
  /** So long a job may be held, milliseconds. */
  readonly longestMs: number;
  /** Told when one was held for longer. */
  readonly onOverdue: () => void;
}

interface Held<Job> {
  readonly job: Job;
  readonly sinceMs: number;
}

/** Jobs of a worker that wait for one of its slots, first come first served. */
export class HeldJobs<Job> implements Disposable {
  readonly #options: HeldJobsOptions;
  #held: Held<Job>[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(options: HeldJobsOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#held.length === 0;
  }

  add(job: Job): void {
    this.#held.push({ job, sinceMs: performance.now() });
    this.#watch();
  }

  /** Takes the first. */
  take(): Job | undefined {
    return this.#held.shift()?.job;
  }

  /** Takes this one; false: it is not held. */
  remove(job: Job): boolean {
    const at = this.#held.findIndex((held) => held.job === job);
    return at !== -1 && this.#held.splice(at, 1).length === 1;
  }

  takeAll(): Job[] {
    return this.#held.splice(0).map(({ job }) => job);
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  #watch(): void {
    const [first] = this.#held;
    if (first !== undefined && this.#timer === undefined) {
      const leftMs = first.sinceMs + this.#options.longestMs - performance.now();
      this.#timer = setTimeout(() => this.#look(), Math.max(0, Math.ceil(leftMs)));
    }
  }

  #look(): void {
    this.#timer = undefined;
    const [first] = this.#held;
    if (first !== undefined && performance.now() - first.sinceMs >= this.#options.longestMs) {
      this.#options.onOverdue();
    }
    this.#watch();
  }
}
