import { MovingAverage } from "./moving-average.ts";

/** So much work of all slots together a worker may have at hand, milliseconds. */
const AHEAD_MS = 100;

/** Most jobs held ahead: what one exchange brings home and claims anew. */
const MOST_AHEAD = 100;

/** How much the last job counts against those before it. */
const WEIGHT = 0.2;

/**
 * Decides how many jobs a worker takes before it has a slot for them.
 *
 * With none, every end of a short job waits for a round trip before the next begins, and a round trip
 * carries as few jobs as there are slots. Held jobs are nobody else's, so there are no more of them
 * than the slots finish within some milliseconds, by what the last jobs took: of long jobs none.
 */
export class LookAhead {
  readonly #averageMs = new MovingAverage(WEIGHT);

  /** A job took its slot for so long. */
  note(tookMs: number): void {
    this.#averageMs.add(tookMs);
  }

  /** Jobs do not end as soon as it seemed. */
  expectLong(atLeastMs: number): void {
    this.#averageMs.raiseTo(atLeastMs);
  }

  /** How many jobs to hold beside those that run. */
  countFor(slots: number): number {
    const atHand = Math.floor((slots * AHEAD_MS) / this.#averageMs.value);
    return Math.min(MOST_AHEAD, Math.max(0, atHand - slots));
  }
}
