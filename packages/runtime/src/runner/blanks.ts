import type { Runner } from "./runner.ts";

/** The runners of one program that have no version yet: some still start, some are ready. */
export class Blanks {
  readonly #starting = new Set<Runner>();
  readonly #ready = new Set<Runner>();

  get count(): number {
    return this.#starting.size + this.#ready.size;
  }

  /** Takes in one that was started; resolves once it is ready, rejects if it ends before that. */
  async add(runner: Runner): Promise<void> {
    this.#starting.add(runner);
    try {
      await runner.ready;
      this.#ready.add(runner);
    } finally {
      this.#starting.delete(runner);
    }
  }

  delete(runner: Runner): void {
    this.#ready.delete(runner);
  }

  /** Takes one that is ready. */
  take(): Runner | undefined {
    for (const runner of this.#ready) {
      this.#ready.delete(runner);
      if (runner.isUsable) {
        return runner;
      }
    }
    return undefined;
  }
}
