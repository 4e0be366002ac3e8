import type { HangUpSignal } from "@getoperate/contract";

/**
 * A signal that is given once. Other than an AbortSignal it takes little memory, and as little time
 * with thousands of listeners as with one.
 */
export class OneTimeSignal implements HangUpSignal {
  #isGiven = false;
  #listeners: Set<() => void> | undefined;

  get aborted(): boolean {
    return this.#isGiven;
  }

  addEventListener(_type: "abort", listener: () => void): void {
    this.#listeners ??= new Set();
    this.#listeners.add(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    this.#listeners?.delete(listener);
  }

  /** Tells all who listen; a second time does nothing. */
  abort(): void {
    const listeners = this.#listeners;
    this.#isGiven = true;
    this.#listeners = undefined;
    for (const listener of listeners ?? []) {
      listener();
    }
  }
}
