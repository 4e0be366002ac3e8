import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "@getoperate/testing/requester";
import type { Asked } from "./every-request.ts";

/** One request: what became of it, and when it was sent and answered. */
export interface Exchange {
  readonly name: string;
  readonly sentAtMs: number;
  readonly endedAtMs: number;
  readonly answer: Answer;
}

/** Between two requests of a lane, milliseconds: it is about faults, not about load. */
const PAUSE_MS = 200;

/** Sends every kind of request again and again, side by side, and keeps what came of it. */
export class Lanes implements AsyncDisposable {
  readonly exchanges: Exchange[] = [];
  readonly #names: readonly string[];
  readonly #lanes: Promise<unknown>;
  #failure: unknown;
  #stopped = false;

  constructor(asked: readonly Asked[]) {
    this.#names = asked.map(({ name }) => name);
    this.#lanes = Promise.all(
      asked.map((one) =>
        this.#lane(one).catch((error: unknown) => {
          this.#failure = error;
        }),
      ),
    );
  }

  /** Resolves when each lane that does not wait has had an answer to a request sent from now on. */
  async round(mayWait: RegExp = /^$/): Promise<void> {
    const sinceMs = performance.now();
    const isHeard = (wanted: string) =>
      this.exchanges.some(({ name, sentAtMs }) => name === wanted && sentAtMs >= sinceMs);
    const wanted = this.#names.filter((name) => !mayWait.test(name));
    while (!wanted.every(isHeard)) {
      await sleep(PAUSE_MS);
      this.#refuseFailed();
    }
  }

  /** Ends all lanes. Throws if a request got no answer. */
  async end(): Promise<void> {
    this.#stopped = true;
    await this.#lanes;
    this.#refuseFailed();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    await this.#lanes;
  }

  #refuseFailed(): void {
    if (this.#failure !== undefined) {
      throw this.#failure;
    }
  }

  async #lane({ name, send }: Asked): Promise<void> {
    while (!this.#stopped) {
      const sentAtMs = performance.now();
      const answer = await send();
      this.exchanges.push({ name, sentAtMs, endedAtMs: performance.now(), answer });
      await sleep(PAUSE_MS);
    }
  }
}
