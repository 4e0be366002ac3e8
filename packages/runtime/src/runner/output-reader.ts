import type { Readable } from "node:stream";
import type { JobLog } from "./job-log.ts";

/** What is remembered of the end of the output, bytes. */
const TAIL_BYTES = 4096;
/** Pause after each piece that nobody wants, so that endless output costs the server little. */
const UNWANTED_PAUSE_MS = 2;

/** Reads a runner's output: into the log of the job that runs, else only to get rid of it. */
export class OutputReader {
  readonly #stream: Readable;
  #log: JobLog | undefined;
  #tail: Buffer = Buffer.alloc(0);
  #pause: NodeJS.Timeout | undefined;

  constructor(stream: Readable) {
    this.#stream = stream;
    stream.on("data", (chunk: Buffer) => this.#take(chunk));
  }

  /** The end of what was written last. */
  get tail(): string {
    return this.#tail.toString("utf8").trim();
  }

  /** From now on the output belongs to this log. */
  attach(log: JobLog): void {
    this.#log = log;
    clearTimeout(this.#pause);
    this.#stream.resume();
  }

  detach(): void {
    this.#log = undefined;
  }

  #take(chunk: Buffer): void {
    this.#tail = Buffer.concat([this.#tail, chunk.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES);
    this.#log?.write(chunk);
    if (this.#log === undefined || this.#log.isCut) {
      this.#stream.pause();
      this.#pause = setTimeout(() => this.#stream.resume(), UNWANTED_PAUSE_MS);
    }
  }
}
