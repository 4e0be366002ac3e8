import type { Actor } from "./auth/actor.ts";
import type { ResolvedVersion } from "./jobs/resolve-version.ts";

const MAX_ENTRIES = 10_000;

/** A bounded map; what was not used for longest is forgotten first. */
export class RecentlyUsed<Value> {
  readonly #entries = new Map<string, Value>();

  get(key: string): Value | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, value);
    }
    return value;
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined && this.#entries.size > MAX_ENTRIES) {
      this.#entries.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}

/**
 * What a server remembers between runs. Whatever may have changed since is checked again by the
 * statement that commits the job, so a memory can be old but never wrong.
 */
export interface Memory {
  /** Users by the digest of their token. */
  readonly actors: RecentlyUsed<Actor>;
  /** Newest versions by `workspace/path`. */
  readonly heads: RecentlyUsed<ResolvedVersion>;
  /** Versions, which never change, by `workspace/hash`. */
  readonly versions: RecentlyUsed<ResolvedVersion>;
}

export function createMemory(): Memory {
  return {
    actors: new RecentlyUsed(),
    heads: new RecentlyUsed(),
    versions: new RecentlyUsed(),
  };
}
