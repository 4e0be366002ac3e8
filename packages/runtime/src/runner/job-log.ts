import { StringDecoder } from "node:string_decoder";

/** A job's log is cut after this many bytes. */
export const MAX_LOG_BYTES = 10 * 1024 * 1024;

/** Turns the bytes of one job's output into text that can be stored. */
export class JobLog {
  readonly #onText: (text: string) => void;
  readonly #maxBytes: number;
  readonly #decoder = new StringDecoder("utf8");
  #bytes = 0;

  constructor(onText: (text: string) => void, maxBytes: number = MAX_LOG_BYTES) {
    this.#onText = onText;
    this.#maxBytes = maxBytes;
  }

  write(chunk: Buffer): void {
    const left = this.#maxBytes - this.#bytes;
    if (left < 0) {
      return;
    }
    this.#bytes += chunk.length;
    this.#emit(this.#decoder.write(left < chunk.length ? chunk.subarray(0, left) : chunk));
    if (left < chunk.length) {
      this.end();
      this.#onText(`\n[The log was cut here: it is longer than ${this.#maxBytes} bytes.]\n`);
    }
  }

  /** Hands on a character whose rest never came. */
  end(): void {
    this.#emit(this.#decoder.end());
  }

  #emit(text: string): void {
    if (text !== "") {
      // A database's text cannot hold the NUL character.
      this.#onText(text.includes("\0") ? text.replaceAll("\0", "\ufffd") : text);
    }
  }
}
