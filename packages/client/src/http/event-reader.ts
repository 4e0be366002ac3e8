import { EventParser, type ServerEvent } from "./event-parser.ts";

/** The server says something every 15 s; after this time without a word it is gone, milliseconds. */
const LONGEST_SILENCE_MS = 45_000;

/** Reads the events of an answer until the connection ends, however it ends. */
export class EventReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #parser = new EventParser();
  readonly #decoder = new TextDecoder();
  #events: ServerEvent[] = [];
  #fault: unknown;

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader();
  }

  /** Why the connection broke, if it did. */
  get fault(): unknown {
    return this.#fault;
  }

  /** The next event; undefined: the connection ended. */
  async next(): Promise<ServerEvent | undefined> {
    while (this.#events.length === 0) {
      const bytes = await this.#read();
      if (bytes === undefined) {
        return undefined;
      }
      this.#events = this.#parser.push(this.#decoder.decode(bytes, { stream: true }));
    }
    return this.#events.shift();
  }

  /** Ends the connection; whoever waits for an event gets none. */
  close(): void {
    this.#reader.cancel().catch(() => undefined);
  }

  async #read(): Promise<Uint8Array | undefined> {
    const silence = setTimeout(() => this.close(), LONGEST_SILENCE_MS);
    try {
      return (await this.#reader.read()).value;
    } catch (error) {
      this.#fault = error;
      return undefined;
    } finally {
      clearTimeout(silence);
    }
  }
}
