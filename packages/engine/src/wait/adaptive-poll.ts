/** What a look came to: it found something, or not, or nobody waits for anything any more. */
export type PollOutcome = "found" | "nothing" | "unneeded";

/** Bounds of the pause between two looks, milliseconds. */
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** Looks again and again while somebody waits, less often the longer it finds nothing. */
export class AdaptivePoll implements Disposable {
  readonly #look: () => Promise<PollOutcome>;
  #timer: NodeJS.Timeout | undefined;
  #pauseMs = SHORTEST_PAUSE_MS;
  #closed = false;

  /** `look` may reject: that is as good as finding nothing. */
  constructor(look: () => Promise<PollOutcome>) {
    this.#look = look;
  }

  /** Goes on looking: somebody waits. */
  goOn(): void {
    if (this.#timer === undefined && !this.#closed) {
      this.#timer = setTimeout(() => void this.#turn(), this.#pauseMs);
    }
  }

  /** Looks soon: somebody began to wait. */
  hurry(): void {
    this.#pauseMs = SHORTEST_PAUSE_MS;
    this.goOn();
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #turn(): Promise<void> {
    const outcome = await this.#look().catch(() => "nothing");
    this.#timer = undefined;
    this.#pauseMs =
      outcome === "found" ? SHORTEST_PAUSE_MS : Math.min(LONGEST_PAUSE_MS, this.#pauseMs * 2);
    if (outcome !== "unneeded" && !this.#closed) {
      const jittered = this.#pauseMs * (0.75 + Math.random() / 2);
      this.#timer = setTimeout(() => void this.#turn(), jittered);
    }
  }
}
