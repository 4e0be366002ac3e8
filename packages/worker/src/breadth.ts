import { MovingAverage } from "./moving-average.ts";

/** Jobs whose share of a processor is smaller are run few at a time, milliseconds. */
const SHORT_MS = 0.5;

/** Few at a time are too few once they take longer than this, milliseconds. */
const LONG_MS = 1;

/** So long all slots are used again after that, milliseconds. */
const WIDE_MS = 1_000;

/** How much the last job counts against those before it. */
const WEIGHT = 0.1;

/**
 * Decides how many jobs run at once.
 *
 * A job of some microseconds costs less than to wake the process that runs it, and most when that
 * slept: eight processes that take turns on two processors need 320 µs of their time for each such
 * job, two need 120. So short jobs get one slot more than there are processors; what waits for
 * something, or computes for longer, gets them all.
 */
export class Breadth {
  readonly #slots: number;
  readonly #processors: number;
  readonly #averageMs = new MovingAverage(WEIGHT);
  #isNarrow = false;
  #wideUntilMs = 0;

  constructor(slots: number, processors: number) {
    this.#slots = slots;
    this.#processors = processors;
  }

  /** A job took its slot for so long until now, with so many running in all. */
  note(tookMs: number, running: number, nowMs: number): void {
    this.#averageMs.add(tookMs / Math.max(1, running / this.#processors));
    if (this.#isNarrow && this.#averageMs.value > LONG_MS) {
      this.widen(nowMs);
    } else if (nowMs >= this.#wideUntilMs && this.#averageMs.value < SHORT_MS) {
      this.#isNarrow = true;
    }
  }

  /** How many may run at once. */
  get count(): number {
    return this.#isNarrow ? Math.min(this.#slots, this.#processors + 1) : this.#slots;
  }

  /** Those that run take longer than it seemed. */
  widen(nowMs: number): void {
    this.#isNarrow = false;
    this.#wideUntilMs = nowMs + WIDE_MS;
  }
}
