/** How many jobs a worker runs at once: every job takes a slot before it starts. */
export class Slots {
  readonly total: number;
  #taken = 0;

  constructor(total: number) {
    this.total = total;
  }

  get free(): number {
    return this.total - this.#taken;
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

  give(count = 1): void {
    this.#taken -= count;
  }
}
