import type { Runner } from "./runner.ts";

type Usable = Pick<Runner, "isUsable">;

interface Idle<R> {
  readonly runner: R;
  readonly key: string;
  readonly sinceMs: number;
}

/** Runners that wait warm for the next job of their version, least recently used first. */
export class IdleRunners<R extends Usable> {
  #idle: Idle<R>[] = [];

  get size(): number {
    return this.#idle.length;
  }

  /** How long the one that was used longest ago waits; undefined: there is none. */
  get longestMs(): number | undefined {
    const [oldest] = this.#idle;
    return oldest && performance.now() - oldest.sinceMs;
  }

  add(runner: R, key: string): void {
    this.#idle.push({ runner, key, sinceMs: performance.now() });
  }

  delete(runner: R): void {
    this.#idle = this.#idle.filter((idle) => idle.runner !== runner);
  }

  /** Takes the one of this version that was used last. Those that ended meanwhile are let go. */
  take(key: string): R | undefined {
    for (;;) {
      const at = this.#idle.findLastIndex((idle) => idle.key === key);
      const [found] = at === -1 ? [] : this.#idle.splice(at, 1);
      if (found === undefined || found.runner.isUsable) {
        return found?.runner;
      }
    }
  }

  /**
   * Takes the one to do without: of the workspace that has most here, the one that was used longest
   * ago. So nobody's many scripts end the few warm runners of the others.
   */
  takeSpare(): R | undefined {
    const counts = new Map<string, number>();
    for (const { key } of this.#idle) {
      counts.set(workspaceOf(key), (counts.get(workspaceOf(key)) ?? 0) + 1);
    }
    const most = Math.max(0, ...counts.values());
    const at = this.#idle.findIndex(({ key }) => counts.get(workspaceOf(key)) === most);
    return this.#idle.splice(at === -1 ? 0 : at, 1)[0]?.runner;
  }

  /** Takes those that were not used for this long. */
  takeOlderThan(ageMs: number): R[] {
    const before = performance.now() - ageMs;
    const young = this.#idle.findIndex(({ sinceMs }) => sinceMs > before);
    return this.#idle.splice(0, young === -1 ? this.#idle.length : young).map((old) => old.runner);
  }
}

/** Keys begin with the workspace. */
function workspaceOf(key: string): string {
  return key.slice(0, key.indexOf("/"));
}
