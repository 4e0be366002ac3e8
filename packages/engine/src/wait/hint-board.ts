import { randomUUID } from "node:crypto";

/** How far a reader has read; readers must not look into it. */
export type HintPlace = string;

/**
 * Counts hints, so that who asks from afar misses none between two questions. A place of another
 * process, such as the one before a restart, counts as one behind everything.
 */
export class HintBoard {
  readonly #process = randomUUID();
  readonly #listeners = new Set<() => void>();
  #count = 0;

  get place(): HintPlace {
    return `${this.#process}:${this.#count}`;
  }

  add(): void {
    this.#count += 1;
    for (const listener of this.#listeners) {
      listener();
    }
  }

  /** Resolves when there is something behind a place, or when the signal is aborted. */
  async until(after: HintPlace, signal: AbortSignal): Promise<HintPlace> {
    if (after === this.place && !signal.aborted) {
      const woken = Promise.withResolvers<void>();
      this.#listeners.add(woken.resolve);
      signal.addEventListener("abort", () => woken.resolve(), { once: true });
      await woken.promise;
      this.#listeners.delete(woken.resolve);
    }
    return this.place;
  }
}
