import type { EventPlace } from "@getoperate/contract";
import type { Database, PreparedStatement } from "@getoperate/db";
import { AdaptivePoll, type PollOutcome } from "./adaptive-poll.ts";

/** One who follows a job while it runs; it must be disposed of, or it stays in memory. */
export interface Watcher extends Disposable {
  /**
   * Resolves when there may be something after `place`, the last that is known. Nothing is missed
   * between two calls, and there may be less than was promised.
   */
  news(place: EventPlace): Promise<void>;
}

// Three index probes a watcher. Not by `exists`, which may be planned as a hash of the whole table.
const NEWS: PreparedStatement = {
  name: "output-news",
  text: `
select w.id from unnest($1::uuid[], $2::int[], $3::int[]) as w (id, attempt, sequence)
where (
    select true from job_logs l
    where l.job_id = w.id and (l.attempt, l.sequence) > (w.attempt, w.sequence) limit 1
  )
  or (select r.attempt > w.attempt from job_running r where r.id = w.id)
  or (select true from job_results e where e.id = w.id)`,
};

interface Waiting {
  readonly place: EventPlace;
  readonly resolve: () => void;
}

interface Watching {
  waiting: Waiting | undefined;
  /** Whether there was news since it last waited. */
  isBehind: boolean;
}

/**
 * Who in this process follows which job. Output that is stored here is told from memory, other by a
 * hint; whatever both miss is found by one statement for all who wait.
 */
export class Watchers implements Disposable {
  readonly #db: Database;
  readonly #watching = new Map<string, Set<Watching>>();
  readonly #poll = new AdaptivePoll(() => this.#look());

  constructor(db: Database) {
    this.#db = db;
  }

  /** How many jobs are followed. */
  get size(): number {
    return this.#watching.size;
  }

  add(jobId: string): Watcher {
    const one: Watching = { waiting: undefined, isBehind: false };
    const all = this.#watching.get(jobId) ?? new Set();
    all.add(one);
    this.#watching.set(jobId, all);
    this.#poll.hurry();
    return {
      news: (place) => this.#wait(one, place),
      [Symbol.dispose]: () => {
        one.waiting = undefined;
        all.delete(one);
        if (all.size === 0 && this.#watching.get(jobId) === all) {
          this.#watching.delete(jobId);
        }
      },
    };
  }

  /** Tells all who follow one of these jobs that there is something new. */
  tell(jobIds: readonly string[]): void {
    for (const jobId of jobIds) {
      for (const one of this.#watching.get(jobId) ?? []) {
        const { waiting } = one;
        one.waiting = undefined;
        one.isBehind = waiting === undefined;
        waiting?.resolve();
      }
    }
  }

  [Symbol.dispose](): void {
    this.#poll[Symbol.dispose]();
  }

  #wait(one: Watching, place: EventPlace): Promise<void> {
    if (one.isBehind) {
      one.isBehind = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      one.waiting = { place, resolve };
      this.#poll.goOn();
    });
  }

  async #look(): Promise<PollOutcome> {
    const waiting = [...this.#watching].flatMap(([id, all]) =>
      [...all].flatMap(({ waiting: it }) => (it === undefined ? [] : [{ id, ...it.place }])),
    );
    if (waiting.length === 0) {
      return "unneeded";
    }
    const rows = await this.#db.run<{ id: string }>(NEWS, [
      waiting.map(({ id }) => id),
      waiting.map(({ attempt }) => attempt),
      waiting.map(({ sequence }) => sequence),
    ]);
    this.tell(rows.map(({ id }) => id));
    return rows.length === 0 ? "nothing" : "found";
  }
}
