/**
 * How many jobs a worker may have: so many run at once, and some more may be held ahead. Every job
 * takes a place before it is this worker's.
 */
export class Slots {
  readonly #total: number;
  readonly #ahead: () => number;
  #taken = 0;

  /** `total` run at once; `ahead` says how many may be here beside them and wait for a slot. */
  constructor(total: number, ahead: () => number) {
    this.#total = total;
    this.#ahead = ahead;
  }

  get free(): number {
    return Math.max(0, this.#total + this.#ahead() - this.#taken);
  }

  get isAnyTaken(): boolean {
    return this.#taken > 0;
  }

  /** Takes one; false: all are taken. */
  take(): boolean {
    return this.takeUpTo(1) === 1;
  }

  /** Takes as many as are free, at most `wanted`; says how many. */
  takeUpTo(wanted: number): number {
    const count = Math.min(wanted, this.free);
    this.#taken += count;
    return count;
  }

  /** Takes places for jobs that are here already, free or not; more are taken than there are, for once. */
  force(count: number): void {
    this.#taken += count;
  }

  give(count = 1): void {
    this.#taken -= count;
  }
}
