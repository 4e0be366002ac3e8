import { setTimeout as sleep } from "node:timers/promises";
import {
  type ClaimedJob,
  type JobOutcome,
  type JobSource,
  type JsonText,
  mayHaveReferences,
  OperateError,
  type PlatformAnswer,
  type PlatformCall,
  type RunnableVersion,
} from "@getoperate/contract";
import { callPlatform, type JobAccess } from "./call-platform.ts";
import { isPassing } from "./is-passing.ts";
import type { Masker } from "./mask/masker.ts";

/** Until something is asked for again that could not be read, milliseconds. */
const AWAY_PAUSE_MS = 500;

/** What ends an attempt, and how long the script took. */
export interface AttemptEnd extends JobOutcome {
  readonly durationMs: number;
}

export interface RunOptions {
  /** Aborted to cancel the job or because the attempt was lost. */
  readonly signal: AbortSignal;
  readonly onLog: (text: string) => void;
  /** Gets each item that the script yields, as JSON; the script goes on when it resolves. */
  readonly onChunk: (json: string) => Promise<void>;
}

export interface RunWithCalls extends RunOptions {
  readonly onCall: (call: PlatformCall) => Promise<PlatformAnswer>;
}

/** Runs a job of a version in a warm process; the runtime's pool. */
export type RunVersion = (
  version: RunnableVersion,
  job: {
    readonly args: string;
    readonly timeoutSeconds: number;
    readonly preprocess: boolean;
    readonly env: Record<string, string>;
  },
  options: RunWithCalls,
) => Promise<AttemptEnd>;

export interface RunJobParts {
  readonly source: JobSource;
  readonly versions: VersionCache;
  readonly run: RunVersion;
  readonly environmentOf: (job: ClaimedJob) => Record<string, string>;
  /** How its own token lets a job in at a server. */
  readonly accessOf: (job: ClaimedJob) => JobAccess;
}

/** Where one attempt puts out what it does, and what of that is never told. */
export interface JobRun extends RunOptions {
  readonly masker: Masker;
}

/**
 * Runs one attempt to its end. Never rejects: whatever goes wrong is how the job ended. Nothing gets
 * out with a secret in it that the masker knows.
 */
export async function runJob(
  parts: RunJobParts,
  job: ClaimedJob,
  { masker, ...options }: JobRun,
): Promise<AttemptEnd> {
  const tell = (text: string) => {
    if (text !== "") {
      options.onLog(text);
    }
  };
  const end = await runUnmasked(parts, job, {
    masker,
    signal: options.signal,
    onLog: (text) => tell(masker.log(text)),
    onChunk: (json) => options.onChunk(masker.json(json)),
  });
  tell(masker.end());
  return { ...end, result: masker.json(end.result) };
}

async function runUnmasked(
  parts: RunJobParts,
  job: ClaimedJob,
  { masker, ...options }: JobRun,
): Promise<AttemptEnd> {
  const { source, versions } = parts;
  try {
    const version = await untilThere(() => versions.get(source, job), options.signal);
    const { timeoutSeconds, preprocess } = job;
    const args = await untilThere(() => argumentsOf(source, job, masker), options.signal);
    return await parts.run(
      version,
      { args, timeoutSeconds, preprocess, env: parts.environmentOf(job) },
      { ...options, onCall: (call) => callPlatform(parts.accessOf(job), call, options.signal) },
    );
  } catch (error) {
    // Only a sentence made for callers may leave; anything else may name what is ours.
    const message =
      error instanceof OperateError ? error.message : "The job could not be run by its worker.";
    options.onLog(`${message}\n`);
    const result = JSON.stringify({ error: { name: "RunnerError", message } });
    return { status: "failure", result, durationMs: 0 };
  }
}

/** An event is data of others, which refer to nothing here. */
async function argumentsOf(source: JobSource, job: ClaimedJob, masker: Masker): Promise<JsonText> {
  const stored = job.args ?? (await source.loadArguments(job));
  if (job.preprocess || !mayHaveReferences(stored)) {
    return stored;
  }
  const { args, secrets } = await source.resolveArguments(job);
  masker.add(secrets);
  return args;
}

/** What cannot be read while the database is away is waited for: it is no fault of the job. */
async function untilThere<Read>(read: () => Promise<Read>, signal: AbortSignal): Promise<Read> {
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!isPassing(error) || signal.aborted) {
        throw error;
      }
      await sleep(AWAY_PAUSE_MS);
    }
  }
}

/** Most versions kept in memory; a script is at most 1 MiB. */
const MAX_VERSIONS = 200;

/** Versions never change, so what was loaded once stays right; the least used go first. */
export class VersionCache {
  readonly #versions = new Map<string, Promise<RunnableVersion>>();

  get(source: JobSource, job: ClaimedJob): Promise<RunnableVersion> {
    const key = `${job.workspace}/${job.hash}`;
    const known = this.#versions.get(key);
    const version = known ?? source.loadVersion(job.workspace, job.hash);
    this.#versions.delete(key);
    this.#versions.set(key, version);
    if (known === undefined) {
      version.catch(() => this.#versions.delete(key));
      this.#forgetLeastUsed();
    }
    return version;
  }

  #forgetLeastUsed(): void {
    const [oldest] = this.#versions.keys();
    if (oldest !== undefined && this.#versions.size > MAX_VERSIONS) {
      this.#versions.delete(oldest);
    }
  }
}
