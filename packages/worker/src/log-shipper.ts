import type { JobSource, Log } from "@getoperate/contract";

/** How often what running jobs wrote is stored, milliseconds; the rest comes with the completion. */
const SHIP_MS = 500;

interface JobLog {
  readonly id: string;
  readonly attempt: number;
  pending: string;
  sequence: number;
}

/** Collects what running jobs write and stores it piece by piece while they run. */
export class LogShipper implements Disposable {
  readonly #source: JobSource;
  readonly #log: Log;
  readonly #logs = new Map<string, JobLog>();
  #timer: NodeJS.Timeout | undefined;

  constructor(source: JobSource, log: Log) {
    this.#source = source;
    this.#log = log;
  }

  begin(id: string, attempt: number): void {
    this.#logs.set(id, { id, attempt, pending: "", sequence: 0 });
  }

  write(id: string, content: string): void {
    const entry = this.#logs.get(id);
    if (entry !== undefined) {
      entry.pending += content;
      this.#timer ??= setTimeout(() => void this.#ship(), SHIP_MS);
    }
  }

  /** Ends a job's log: what was not shipped yet, and the number of that last piece. */
  end(id: string): { readonly logs: string; readonly logSequence: number } {
    const entry = this.#logs.get(id);
    this.#logs.delete(id);
    return { logs: entry?.pending ?? "", logSequence: entry?.sequence ?? 0 };
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer);
  }

  async #ship(): Promise<void> {
    this.#timer = undefined;
    const pieces = [...this.#logs.values()]
      .filter(({ pending }) => pending !== "")
      .map((entry) => {
        const { id, attempt, sequence, pending } = entry;
        entry.pending = "";
        entry.sequence += 1;
        return { id, attempt, sequence, content: pending };
      });
    if (pieces.length === 0) {
      return;
    }
    try {
      await this.#source.appendLogs(pieces);
    } catch (error) {
      this.#log.warn({ err: error, pieces: pieces.length }, "Pieces of logs could not be stored.");
    }
  }
}
