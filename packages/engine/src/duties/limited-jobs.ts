import type { Log } from "@getoperate/contract";
import type { Database } from "@getoperate/db";
import { admitJobs, type LimitName } from "../queue/admit.ts";
import { nextLimits, takePermitsBack } from "../queue/find-limits.ts";

/** Most keys in one transaction, and so locks at once. */
const MOST_KEYS = 100;

export interface LimitedJobsOptions {
  readonly db: Database;
  readonly log: Log;
  /** Told when jobs began to wait for a claim. */
  readonly onReady: () => void;
}

/**
 * Gives permits to jobs of limited runnables when one was enqueued or one came free, and looks now
 * and then whether that was missed: a process may die between, or a worker bring a new tag.
 */
export class LimitedJobs implements Disposable {
  readonly #options: LimitedJobsOptions;
  readonly #asked = new Map<string, LimitName>();
  #isAdmitting = false;
  #closed = false;
  #lastFound: LimitName | undefined;

  constructor(options: LimitedJobsOptions) {
    this.#options = options;
  }

  /** Gives what permits of these keys are free; soon, together with what else is asked for. */
  ask(limits: readonly LimitName[]): void {
    for (const limit of limits) {
      this.#asked.set(`${limit.workspace}/${limit.key}`, limit);
    }
    if (!this.#isAdmitting && this.#asked.size > 0) {
      void this.#admitAll();
    }
  }

  /** Looks for permits that are free though jobs wait for them; a part of the keys each time. */
  async sweep(): Promise<void> {
    const { db } = this.#options;
    this.ask(await takePermitsBack(db));
    const found = await nextLimits(db, this.#lastFound, MOST_KEYS);
    this.#lastFound = found.length < MOST_KEYS ? undefined : found.at(-1);
    this.ask(found);
  }

  [Symbol.dispose](): void {
    this.#closed = true;
  }

  async #admitAll(): Promise<void> {
    this.#isAdmitting = true;
    while (this.#asked.size > 0 && !this.#closed) {
      const taken = [...this.#asked].slice(0, MOST_KEYS);
      for (const [name] of taken) {
        this.#asked.delete(name);
      }
      await this.#admit(taken.map(([, limit]) => limit));
    }
    this.#isAdmitting = false;
  }

  async #admit(limits: readonly LimitName[]): Promise<void> {
    try {
      const { count, unfinished } = await admitJobs(this.#options.db, limits);
      if (count > 0) {
        this.#options.onReady();
      }
      this.ask(unfinished);
    } catch (error) {
      // Whoever sweeps next finds them.
      this.#options.log.warn({ err: error }, "Limited jobs could not be let in yet.");
    }
  }
}
