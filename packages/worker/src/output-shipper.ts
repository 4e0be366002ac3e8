import type { JobSource, Log, OutputKind } from "@getoperate/contract";
import { JobOutput, type LastPiece } from "./job-output.ts";

/** A script that streams goes on once no more of its chunks than this wait to be stored, bytes. */
const MAX_UNSTORED_BYTES = 256 * 1024;

/** Where one attempt puts out what it logs and streams. */
export interface OutputSink {
  writeLog(text: string): void;
  /** Resolves when the next chunk may come. */
  writeChunk(json: string): Promise<void>;
  /** Stores what was streamed, and hands out what is left of the log, to be stored with the end. */
  end(): Promise<LastPiece>;
}

interface Shipment {
  readonly of: ReadonlySet<JobOutput>;
  readonly end: Promise<void>;
}

/** Stores what running jobs put out piece by piece while they run, one shipment after the other. */
export class OutputShipper implements Disposable {
  readonly #source: Pick<JobSource, "appendOutput">;
  readonly #log: Log;
  readonly #outputs = new Set<JobOutput>();
  #shipment: Shipment | undefined;
  #timer: NodeJS.Timeout | undefined;
  #timerAtMs = Number.POSITIVE_INFINITY;

  constructor(source: Pick<JobSource, "appendOutput">, log: Log) {
    this.#source = source;
    this.#log = log;
  }

  begin(id: string, attempt: number): OutputSink {
    const output = new JobOutput(id, attempt);
    this.#outputs.add(output);
    return {
      writeLog: (text) => this.#write(output, "log", text),
      writeChunk: async (json) => {
        this.#write(output, "chunk", json);
        while (output.unstoredBytes > MAX_UNSTORED_BYTES) {
          await this.#ship([output]);
        }
      },
      end: () => this.#end(output),
    };
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  #write(output: JobOutput, kind: OutputKind, content: string): void {
    output.write(kind, content, performance.now());
    this.#shipLater(output.dueAtMs);
  }

  async #end(output: JobOutput): Promise<LastPiece> {
    while (output.hasChunks || this.#shipment?.of.has(output) === true) {
      await this.#ship([output]);
    }
    this.#outputs.delete(output);
    return output.takeLast();
  }

  /** Ships at a time, unless it does so earlier. */
  #shipLater(atMs: number): void {
    if (atMs >= this.#timerAtMs) {
      return;
    }
    clearTimeout(this.#timer);
    this.#timerAtMs = atMs;
    const delayMs = Math.max(0, atMs - performance.now());
    this.#timer = setTimeout(() => this.#shipDue(), delayMs);
  }

  #shipDue(): void {
    this.#timerAtMs = Number.POSITIVE_INFINITY;
    const now = performance.now();
    const due = [...this.#outputs].filter(({ dueAtMs }) => dueAtMs <= now);
    if (due.length === 0) {
      this.#shipNext();
    } else {
      void this.#ship(due);
    }
  }

  #shipNext(): void {
    this.#shipLater(Math.min(...[...this.#outputs].map(({ dueAtMs }) => dueAtMs)));
  }

  /** Stores what waits of these jobs; if something is on its way, it only waits for that. */
  async #ship(outputs: readonly JobOutput[]): Promise<void> {
    this.#shipment ??= { of: new Set(outputs), end: this.#store(outputs) };
    await this.#shipment.end;
  }

  async #store(outputs: readonly JobOutput[]): Promise<void> {
    const now = performance.now();
    const pieces = outputs.flatMap((output) => output.take(now));
    try {
      await this.#source.appendOutput(pieces);
    } catch (error) {
      this.#log.warn({ err: error, pieces: pieces.length }, "Output of jobs could not be stored.");
    }
    for (const output of outputs) {
      output.settle();
    }
    this.#shipment = undefined;
    this.#shipNext();
  }
}
