/** An average in which what came last counts most. */
export class MovingAverage {
  readonly #weight: number;
  #value = Number.POSITIVE_INFINITY;

  /** `weight` is how much a new value counts against all before it, 0 to 1. */
  constructor(weight: number) {
    this.#weight = weight;
  }

  /** Infinite before the first value. */
  get value(): number {
    return this.#value;
  }

  add(next: number): void {
    this.#value = Number.isFinite(this.#value)
      ? this.#value + (next - this.#value) * this.#weight
      : next;
  }

  raiseTo(least: number): void {
    this.#value = Math.max(this.#value, least);
  }
}
