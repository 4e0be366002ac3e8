import type { Runner } from "./runner.ts";

interface Idle {
  readonly runner: Runner;
  readonly key: string;
  readonly sinceMs: number;
}

/** Runners that wait warm for the next job of their version, least recently used first. */
export class IdleRunners {
  #idle: Idle[] = [];

  get size(): number {
    return this.#idle.length;
  }

  add(runner: Runner, key: string): void {
    this.#idle.push({ runner, key, sinceMs: performance.now() });
  }

  delete(runner: Runner): void {
    this.#idle = this.#idle.filter((idle) => idle.runner !== runner);
  }

  /** Takes the one of this version that was used last. */
  take(key: string): Runner | undefined {
    for (;;) {
      const at = this.#idle.findLastIndex((idle) => idle.key === key);
      const [found] = at === -1 ? [] : this.#idle.splice(at, 1);
      if (found === undefined || found.runner.isUsable) {
        return found?.runner;
      }
    }
  }

  /** Takes the one that was used longest ago. */
  takeOldest(): Runner | undefined {
    return this.#idle.shift()?.runner;
  }

  /** Takes those that were not used for this long. */
  takeOlderThan(ageMs: number): Runner[] {
    const before = performance.now() - ageMs;
    const young = this.#idle.findIndex(({ sinceMs }) => sinceMs > before);
    return this.#idle.splice(0, young === -1 ? this.#idle.length : young).map((old) => old.runner);
  }
}
