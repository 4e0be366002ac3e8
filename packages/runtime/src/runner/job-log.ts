import { StringDecoder } from "node:string_decoder";

/** Turns the bytes of one job's output into text that can be stored, and cuts it when it is long. */
export class JobLog {
  readonly #onText: (text: string) => void;
  readonly #maxBytes: number;
  readonly #decoder = new StringDecoder("utf8");
  #bytes = 0;
  #isCut = false;

  constructor(onText: (text: string) => void, maxBytes: number) {
    this.#onText = onText;
    this.#maxBytes = maxBytes;
  }

  /** Whether there was more than it takes. */
  get isCut(): boolean {
    return this.#isCut;
  }

  write(chunk: Buffer): void {
    if (this.#isCut) {
      return;
    }
    const taken = chunk.subarray(0, this.#maxBytes - this.#bytes);
    this.#bytes += taken.length;
    this.#emit(this.#decoder.write(taken));
    if (taken.length < chunk.length) {
      this.end();
      this.#isCut = true;
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
