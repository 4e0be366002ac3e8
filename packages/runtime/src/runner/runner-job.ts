import type { PlatformAnswer, PlatformCall } from "@getoperate/contract";

/** What a job gives to its runner. */
export interface RunnerJob {
  /** A JSON object. */
  readonly args: string;
  readonly timeoutSeconds: number;
  /** Whether `args` is an event, of which the script's `preprocessor` makes the arguments. */
  readonly preprocess?: boolean;
  readonly env: Readonly<Record<string, string>>;
}

export interface RunOptions {
  /** Aborted to cancel the job; its process is then gone within a second. */
  readonly signal: AbortSignal;
  /** Gets what the job writes, while it runs; complete when the outcome is there. */
  readonly onLog: (text: string) => void;
  /** Gets each item that the job yields, as JSON; the script goes on when it resolves. */
  readonly onChunk: (json: string) => Promise<void>;
  /** Asks the platform in the job's name. */
  readonly onCall: (call: PlatformCall) => Promise<PlatformAnswer>;
}

export interface RunnerBounds {
  readonly maxResultBytes: number;
  readonly maxLogBytes: number;
  readonly maxChunkBytes: number;
  /** A process that takes no version by then is ended, milliseconds. */
  readonly startMs: number;
}
