import type { FinalJobStatus } from "./jobs.ts";
import type { Language } from "./scripts.ts";
import type { SignatureParameter } from "./signature.ts";

/** JSON text that is passed on as it is, never parsed on the way. */
export type JsonText = string;

/** A job that a worker has to run now: the fencing number is its `attempt`. */
export interface ClaimedJob {
  readonly id: string;
  /** 1 for the first; a completion with an older one is refused. */
  readonly attempt: number;
  readonly workspace: string;
  readonly hash: string;
  readonly path: string;
  /** The arguments, a JSON object; null: they are large, and asked for by `loadArguments`. */
  readonly args: JsonText | null;
  /** User with whose rights it runs. */
  readonly createdBy: string;
  readonly timeoutSeconds: number;
  /** Whether `args` is an event, of which the script's `preprocessor` makes the arguments. */
  readonly preprocess: boolean;
}

/** One start of a job. */
export type Attempt = Pick<ClaimedJob, "id" | "attempt">;

/** What the processes of a version may use. */
export interface VersionLimits {
  readonly network: boolean;
  /** Null: the worker's default. */
  readonly memoryMib: number | null;
  /** Whether each job gets a process of its own. */
  readonly fresh: boolean;
}

/** What a worker needs to know of a version to run it; immutable, so it may be kept. */
export interface RunnableVersion {
  readonly workspace: string;
  readonly hash: string;
  readonly path: string;
  readonly language: Language;
  readonly content: string;
  readonly parameters: readonly SignatureParameter[];
  readonly limits: VersionLimits;
}

/** How an attempt ended. `result` is the value, or `{"error": {name, message, …}}`. */
export interface JobOutcome {
  readonly status: FinalJobStatus;
  readonly result: JsonText;
}

/** The end of an attempt, as a worker reports it. */
export interface Completion extends JobOutcome {
  readonly id: string;
  readonly attempt: number;
  readonly durationMs: number;
  /** What was written since the last piece that was stored. */
  readonly logs: string;
  /** Number of that piece. */
  readonly logSequence: number;
}

/** A piece of what a running job puts out: of its log, or an item that its `main` yields. */
export interface OutputPiece {
  readonly id: string;
  readonly attempt: number;
  /** Counted from 1 in each attempt, pieces of both kinds together. */
  readonly sequence: number;
  readonly kind: OutputKind;
  /** A chunk is JSON. */
  readonly content: string;
}

export type OutputKind = "log" | "chunk";

/** Where a worker runs: inside a server, beside the database, or as an agent without it. */
export const WORKER_KINDS = ["server", "worker", "agent"] as const;
export type WorkerKind = (typeof WORKER_KINDS)[number];

/** What a worker says of itself when it starts. */
export interface WorkerRegistration {
  readonly id: string;
  /** For people: host and process. */
  readonly name: string;
  readonly kind: WorkerKind;
  /** Of the program. */
  readonly version: string;
  readonly tags: readonly string[];
  readonly slots: number;
  /** A worker that was not heard of for this long, by the database's clock, has lost its attempts. */
  readonly leaseSeconds: number;
}

/** Arguments with what their references stand for, and the secrets that came in with it. */
export interface ResolvedArguments {
  readonly args: JsonText;
  readonly secrets: readonly string[];
}

/** A secret that a job asked for by its own token. */
export interface HandedSecret {
  readonly id: string;
  readonly value: string;
}

/** What a heartbeat answers. */
export interface HeartbeatAnswer {
  /** False once the lease was lost: every running attempt belongs to others now. */
  readonly alive: boolean;
  /** Running jobs of this worker that somebody asked to cancel. */
  readonly canceled: readonly string[];
  /** Running jobs of this worker that wait for a secret until it is masked here. */
  readonly unmasked: readonly string[];
  /** Jobs that were handed to this worker in an answer that got lost; it runs them now. */
  readonly claimed: readonly ClaimedJob[];
  /** Whether a job may wait that the worker could claim; false saves it the next look. */
  readonly isAnyWaiting: boolean;
}

/** One round trip of a worker: what ended, and how much more it can take. */
export interface ExchangeRequest {
  readonly completions: readonly Completion[];
  /** Free places; 0 claims nothing. */
  readonly claim: number;
}

export interface ExchangeAnswer {
  /** Ids whose completion was refused: the attempt belongs to somebody else by now. */
  readonly refused: readonly string[];
  /** At most `claim` jobs, theirs to run from now on. */
  readonly claimed: readonly ClaimedJob[];
}

/** A worker in this process, which takes a new job without a claim while it has a free place. */
export interface DirectWorker {
  /** Takes a place for a job that is about to be committed as running here; false: none is free. */
  reserve(): boolean;
  /** Runs the job in the place that was reserved. */
  start(job: ClaimedJob): void;
  /** Gives the place back: the job was not committed. */
  unreserve(): void;
}

/**
 * Where a worker takes its jobs from and brings them back to.
 *
 * Two implementations: SQL in the same network, HTTPS for an agent without database access.
 */
export interface JobSource {
  /** Makes the worker known; a source in the same process hands it jobs directly. */
  register(worker: WorkerRegistration, direct: DirectWorker): Promise<void>;
  /** Resolves after the commit; keeps trying while the database is away. */
  exchange(workerId: string, request: ExchangeRequest): Promise<ExchangeAnswer>;
  /** Resolves after the commit; leaves out what comes from an attempt that is over. */
  appendOutput(pieces: readonly OutputPiece[]): Promise<void>;
  heartbeat(workerId: string): Promise<HeartbeatAnswer>;
  loadVersion(workspace: string, hash: string): Promise<RunnableVersion>;
  /** Reads arguments that are too large to come with a claim, for as long as the attempt runs. */
  loadArguments(attempt: Attempt): Promise<JsonText>;
  /**
   * Reads the arguments of a running attempt anew, and puts in place what their references stand for.
   * Throws a sentence that says which one cannot be resolved.
   */
  resolveArguments(attempt: Attempt): Promise<ResolvedArguments>;
  /**
   * Says that secrets are masked from now on, and asks for those that are not; the job gets a secret
   * only after that.
   */
  secretsToMask(attempt: Attempt, masked: readonly string[]): Promise<readonly HandedSecret[]>;
  /**
   * Lets attempts that the worker did not begin wait for a claim again; answers with the jobs that
   * are still the worker's, as those are that it shall cancel. May be asked again after a fault.
   */
  giveBack(workerId: string, attempts: readonly Attempt[]): Promise<readonly string[]>;
  /** Calls back when jobs may be there before the next poll, or one should be canceled. */
  onHint(listener: (hint: WorkerHint) => void): () => void;
  /** Ends the registration; attempts that still run are given to others at once. */
  release(workerId: string): Promise<void>;
}

/** News for a worker; it may be lost, so polling and heartbeats find the same. */
export type WorkerHint =
  | { readonly kind: "ready" }
  | { readonly kind: "cancel"; readonly jobId: string }
  | { readonly kind: "unmasked"; readonly jobId: string };
