import { isUtf8 } from "node:buffer";
import { setImmediate } from "node:timers/promises";
import { findJsonFault } from "./json-check.ts";
import type { RunOptions } from "./runner-job.ts";

/** What a chunk costs beside its bytes, so that empty ones are bounded too. */
const CHUNK_BYTES = 64;

/** Hands on what one job streams, one chunk after the other, and leaves out what is too much. */
export class JobChunks {
  readonly #options: Pick<RunOptions, "onChunk" | "onLog">;
  readonly #maxBytes: number;
  #bytes = 0;
  #isBusy = false;
  #isCut = false;

  constructor(options: Pick<RunOptions, "onChunk" | "onLog">, maxBytes: number) {
    this.#options = options;
    this.#maxBytes = maxBytes;
  }

  /**
   * Takes a chunk; `onTaken` is called when the next one may come.
   *
   * False: it is none, or came too early. It comes from a process of user code, so neither can be
   * taken on trust.
   */
  take(payload: Buffer, onTaken: () => void): boolean {
    const fault = isUtf8(payload) ? findJsonFault(payload) : "not-json";
    if (this.#isBusy || fault === "not-json") {
      return false;
    }
    this.#isBusy = true;
    // What is nested too deeply is left out: the result is refused for it.
    const taken = fault === undefined ? this.#handOn(payload) : Promise.resolve();
    const settle = () => {
      this.#isBusy = false;
      onTaken();
    };
    void taken.then(settle, settle);
    return true;
  }

  async #handOn(payload: Buffer): Promise<void> {
    this.#bytes += payload.length + CHUNK_BYTES;
    // All that the job wrote before the chunk is there by now; one turn reads it to its end.
    await setImmediate();
    if (this.#bytes <= this.#maxBytes) {
      await this.#options.onChunk(payload.toString("utf8"));
    } else if (!this.#isCut) {
      this.#isCut = true;
      const what = `it is longer than ${this.#maxBytes} bytes; the result has all of it`;
      this.#options.onLog(`\n[The stream was cut here: ${what}.]\n`);
    }
  }
}
