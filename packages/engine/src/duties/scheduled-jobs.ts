import type { Log } from "@getoperate/contract";
import type { Database } from "@getoperate/db";
import type { LimitName } from "../queue/admit.ts";
import { moveDueJobs } from "../queue/scheduled.ts";

/**
 * Longest pause between two looks, milliseconds. Each server knows when the jobs that it stored are due;
 * those of another one wait so long only if that one is gone.
 */
const LONGEST_PAUSE_MS = 5_000;

export interface ScheduledJobsOptions {
  readonly db: Database;
  readonly log: Log;
  /** Told when jobs began to wait for a claim. */
  readonly onReady: () => void;
  /** Told of those that wait for a permit. */
  readonly onLimited: (limits: readonly LimitName[]) => void;
}

/** Looks when the next scheduled job is due, and lets it run then. */
export class ScheduledJobs implements Disposable {
  readonly #options: ScheduledJobsOptions;
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #lookAgain = false;
  #closed = false;

  constructor(options: ScheduledJobsOptions) {
    this.#options = options;
    this.look();
  }

  /** Looks now: a job was scheduled here, which may be the next one. */
  look(): void {
    if (this.#looking) {
      this.#lookAgain = true;
    } else if (!this.#closed) {
      void this.#look();
    }
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    this.#looking = true;
    clearTimeout(this.#timer);
    const pauseMs = await this.#move();
    this.#looking = false;
    if (this.#lookAgain) {
      this.#lookAgain = false;
      this.look();
    } else if (!this.#closed) {
      this.#timer = setTimeout(() => this.look(), pauseMs);
    }
  }

  /** Answers with the time until the next look. */
  async #move(): Promise<number> {
    const { db, log, onReady, onLimited } = this.#options;
    try {
      const { moved, limits, nextMs = LONGEST_PAUSE_MS } = await moveDueJobs(db);
      onLimited(limits);
      if (moved > 0) {
        onReady();
      }
      return Math.min(LONGEST_PAUSE_MS, Math.ceil(nextMs));
    } catch (error) {
      log.warn({ err: error }, "Scheduled jobs could not be looked for; it is tried again.");
      return LONGEST_PAUSE_MS;
    }
  }
}
