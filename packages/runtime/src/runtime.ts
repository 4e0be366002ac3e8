import type { Language, Log, RunnableVersion } from "@getoperate/contract";
import type { RunnerProgram, SignatureAnswer } from "./executor.ts";
import { createExecutors, type InferenceSettings } from "./executors.ts";
import { RunnerPool, type TimedOutcome } from "./runner/pool.ts";
import { Runner, type RunnerJob, type RunOptions } from "./runner/runner.ts";
import { launchInBubblewrap } from "./sandbox/bubblewrap.ts";
import { launchWithoutSandbox } from "./sandbox/no-sandbox.ts";
import { probeBubblewrap, type Sandbox } from "./sandbox/probe.ts";

export interface RuntimeOptions {
  readonly sandbox: Sandbox;
  /** Most runner processes at once, blank ones included; default 9. */
  readonly maxRunners?: number;
  /** Blank runners that are started ahead; default 1. */
  readonly blanks?: number;
  /** A runner without a job for this long is ended, milliseconds; default 10 minutes. */
  readonly idleMs?: number;
  /** JavaScript heap of one runner, MiB; default 512. */
  readonly memoryMib?: number;
  /** Longest result, bytes of JSON; default 64 MiB. */
  readonly maxResultBytes?: number;
  /** A job's log is cut after this many bytes; default 10 MiB. */
  readonly maxLogBytes?: number;
  readonly log?: Log;
  readonly inference?: InferenceSettings;
}

/** Infers what is known of a script before it runs. */
export interface SignatureInference extends AsyncDisposable {
  /** Rejects, with `unavailable`, only if the compiler cannot be had. */
  readonly inferSignature: (language: Language, content: string) => Promise<SignatureAnswer>;
}

/** Runs user code. */
export interface Runtime extends SignatureInference {
  /**
   * Runs a job of a version to its end, however it ends.
   *
   * Rejects, with `unavailable`, only if no runner can be had.
   */
  readonly run: (
    version: RunnableVersion,
    job: RunnerJob,
    options: RunOptions,
  ) => Promise<TimedOutcome>;
}

const MIB = 1024 * 1024;
const SILENT: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Rejects with SandboxError where runners cannot be sandboxed as asked. */
export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  if (options.sandbox === "bubblewrap") {
    await probeBubblewrap();
  }
  const executors = createExecutors(options.inference);
  const bounds = {
    maxResultBytes: options.maxResultBytes ?? 64 * MIB,
    maxLogBytes: options.maxLogBytes ?? 10 * MIB,
  };
  const launch = options.sandbox === "none" ? launchWithoutSandbox : launchInBubblewrap;
  const { memoryMib = 512 } = options;
  const pool = new RunnerPool({
    executors: executors.byLanguage,
    startRunner: (program: RunnerProgram) => new Runner(launch(program, memoryMib), bounds),
    maxRunners: options.maxRunners ?? 9,
    blanks: options.blanks ?? 1,
    idleMs: options.idleMs ?? 10 * 60_000,
    log: options.log ?? SILENT,
  });
  return {
    run: (version, job, runOptions) => pool.run(version, job, runOptions),
    inferSignature: (language, content) => executors.byLanguage[language].inferSignature(content),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([pool[Symbol.asyncDispose](), executors[Symbol.asyncDispose]()]);
    },
  };
}

/** Inference alone, for a server that runs no jobs. */
export function createInference(settings: InferenceSettings = {}): SignatureInference {
  const executors = createExecutors(settings);
  return {
    inferSignature: (language, content) => executors.byLanguage[language].inferSignature(content),
    [Symbol.asyncDispose]: () => executors[Symbol.asyncDispose](),
  };
}
