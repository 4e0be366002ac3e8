import type { HangUpSignal } from "@getoperate/contract";

/**
 * A signal that is given once. Other than an AbortSignal it takes little memory, and as little time
 * with thousands of listeners as with one.
 */
export class OneTimeSignal implements HangUpSignal {
  #isGiven = false;
  /** Most signals have one listener, which needs no set. */
  #first: (() => void) | undefined;
  #others: Set<() => void> | undefined;

  get aborted(): boolean {
    return this.#isGiven;
  }

  addEventListener(_type: "abort", listener: () => void): void {
    if (this.#first === undefined) {
      this.#first = listener;
    } else {
      this.#others ??= new Set();
      this.#others.add(listener);
    }
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    if (this.#first === listener) {
      this.#first = undefined;
    } else {
      this.#others?.delete(listener);
    }
  }

  /** Tells all who listen; a second time does nothing. */
  abort(): void {
    const listeners = [this.#first, ...(this.#others ?? [])];
    this.#isGiven = true;
    this.#first = undefined;
    this.#others = undefined;
    for (const listener of listeners) {
      listener?.();
    }
  }
}
