/** How often a process says that it is still there, milliseconds. */
export const PRESENCE_MS = 60_000;

/** One that said nothing for so long is gone, milliseconds. */
const GONE_MS = 3 * PRESENCE_MS;

/** What processes say of themselves: `hello` is answered with `here` by all who hear it. */
type Presence = "hello" | "here" | "bye";

/**
 * Who else listens to hints, by what they say of themselves.
 *
 * A notification costs PostgreSQL a transaction and a lock that the whole database shares, so a
 * process that is alone sends none. One that is not known yet misses a hint, and polls.
 */
export class HintPeers {
  readonly #own: string;
  readonly #heardAtMs = new Map<string, number>();

  constructor(own: string) {
    this.#own = own;
  }

  /** The text that says it of this process. */
  say(presence: Presence): string {
    return `${presence} ${this.#own}`;
  }

  /** Takes what another said; hands back what to answer, if anything. */
  hear(text: string, nowMs: number): string | undefined {
    const [presence, peer = ""] = text.split(" ");
    if (peer === "" || peer === this.#own) {
      return undefined;
    }
    if (presence === "bye") {
      this.#heardAtMs.delete(peer);
      return undefined;
    }
    this.#heardAtMs.set(peer, nowMs);
    return presence === "hello" ? this.say("here") : undefined;
  }

  /** Whether somebody listens, as far as is known. */
  isAnyThere(nowMs: number): boolean {
    for (const [peer, heardAtMs] of this.#heardAtMs) {
      if (nowMs - heardAtMs <= GONE_MS) {
        return true;
      }
      this.#heardAtMs.delete(peer);
    }
    return false;
  }
}
