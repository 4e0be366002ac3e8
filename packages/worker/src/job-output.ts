import type { OutputKind, OutputPiece } from "@getoperate/contract";

/** Pause before pieces of a log are stored, milliseconds: the first soon, for who looks at it. */
const FIRST_LOG_MS = 50;
const LOG_MS = 500;
/** The same for chunks: those that come together, and then one time after the other. */
const FIRST_CHUNK_MS = 5;
const CHUNK_MS = 50;

/** What a chunk takes in memory and in the database beside its text, bytes. */
const CHUNK_BYTES = 64;

/** The last piece of a log, which is stored with the job's end. */
export interface LastPiece {
  readonly logs: string;
  readonly logSequence: number;
}

type Pending = Pick<OutputPiece, "kind" | "content">;

/** What one attempt put out and what of it is not stored yet. */
export class JobOutput {
  readonly #id: string;
  readonly #attempt: number;
  #pending: Pending[] = [];
  #sequence = 1;
  #storedAtMs = Number.NEGATIVE_INFINITY;
  #dueAtMs = Number.POSITIVE_INFINITY;
  #unstoredBytes = 0;
  #takenBytes = 0;

  constructor(id: string, attempt: number) {
    this.#id = id;
    this.#attempt = attempt;
  }

  /** When what waits should be stored; infinity: nothing waits. */
  get dueAtMs(): number {
    return this.#dueAtMs;
  }

  /** Chunks that wait or are on their way, in bytes. */
  get unstoredBytes(): number {
    return this.#unstoredBytes;
  }

  get hasChunks(): boolean {
    return this.#pending.some(({ kind }) => kind === "chunk");
  }

  write(kind: OutputKind, content: string, nowMs: number): void {
    const last = this.#pending.at(-1);
    if (kind === "log" && last?.kind === "log") {
      this.#pending[this.#pending.length - 1] = { kind, content: last.content + content };
    } else {
      this.#pending.push({ kind, content });
    }
    if (kind === "chunk") {
      this.#unstoredBytes += content.length + CHUNK_BYTES;
    }
    this.#dueAtMs = Math.min(this.#dueAtMs, this.#dueOf(kind, nowMs));
  }

  /** Takes what waits, to be stored. */
  take(nowMs: number): OutputPiece[] {
    const pieces = this.#pending.map((piece, index) => ({
      id: this.#id,
      attempt: this.#attempt,
      sequence: this.#sequence + index,
      ...piece,
    }));
    this.#sequence += pieces.length;
    this.#pending = [];
    this.#storedAtMs = nowMs;
    this.#dueAtMs = Number.POSITIVE_INFINITY;
    this.#takenBytes = this.#unstoredBytes;
    return pieces;
  }

  /** What was taken is stored. */
  settle(): void {
    this.#unstoredBytes -= this.#takenBytes;
    this.#takenBytes = 0;
  }

  /** Takes what waits; there are no chunks in it. */
  takeLast(): LastPiece {
    const logs = this.#pending.map(({ content }) => content).join("");
    return { logs, logSequence: this.#sequence };
  }

  #dueOf(kind: OutputKind, nowMs: number): number {
    if (kind === "chunk") {
      return Math.max(nowMs + FIRST_CHUNK_MS, this.#storedAtMs + CHUNK_MS);
    }
    return nowMs + (this.#sequence === 1 ? FIRST_LOG_MS : LOG_MS);
  }
}
