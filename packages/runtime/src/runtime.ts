import { LANGUAGES, type Language, type Log, type RunnableVersion } from "@getoperate/contract";
import type { Executor, RunnerProgram, SignatureAnswer } from "./executor.ts";
import { createExecutors, type Executors, type InferenceSettings } from "./executors.ts";
import { RunnerPool, type TimedOutcome } from "./runner/pool.ts";
import { Runner } from "./runner/runner.ts";
import type { RunnerJob, RunOptions } from "./runner/runner-job.ts";
import { launchInBubblewrap } from "./sandbox/bubblewrap.ts";
import { findBubblewrap } from "./sandbox/find-bubblewrap.ts";
import type { Launch } from "./sandbox/launch.ts";
import { launchWithoutSandbox } from "./sandbox/no-sandbox.ts";
import { type Sandbox, SandboxError } from "./sandbox/sandbox.ts";

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
  /** Longest result, bytes of JSON; default 16 MiB. */
  readonly maxResultBytes?: number;
  /** A job's log is cut after this many bytes; default 10 MiB. */
  readonly maxLogBytes?: number;
  /** A job's stream is cut after this many bytes, 64 a chunk included; default 10 MiB. */
  readonly maxChunkBytes?: number;
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

/** A process that takes longer to start is given up, milliseconds. */
const START_MS = 30_000;

/** Rejects with SandboxError where runners cannot be sandboxed as asked. */
export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  const launch = await launcher(options);
  const executors = await createExecutors(options.inference);
  const bounds = {
    maxResultBytes: options.maxResultBytes ?? 16 * MIB,
    maxLogBytes: options.maxLogBytes ?? 10 * MIB,
    maxChunkBytes: options.maxChunkBytes ?? 10 * MIB,
    startMs: START_MS,
  };
  const pool = new RunnerPool({
    executors: options.sandbox === "none" ? withoutSandbox(executors) : executors.byLanguage,
    startRunner: (program: RunnerProgram) => new Runner(launch(program), bounds),
    maxRunners: options.maxRunners ?? 9,
    blanks: options.blanks ?? 1,
    idleMs: options.idleMs ?? 10 * 60_000,
    log: options.log ?? SILENT,
  });
  const dispose = async () => {
    await Promise.all([pool[Symbol.asyncDispose](), executors[Symbol.asyncDispose]()]);
  };
  try {
    await pool.start();
  } catch (error) {
    await dispose();
    throw options.sandbox === "bubblewrap" ? asSandboxError(error) : error;
  }
  return {
    run: (version, job, runOptions) => pool.run(version, job, runOptions),
    inferSignature: (language, content) => executors.byLanguage[language].inferSignature(content),
    [Symbol.asyncDispose]: dispose,
  };
}

/** What runs where no sandbox stands around runners: languages that restrain scripts by themselves. */
function withoutSandbox({ byLanguage }: Executors): Executors["byLanguage"] {
  const restrained = LANGUAGES.map((language): [Language, Executor] => {
    const executor = byLanguage[language];
    const needsSandbox = "needsSandbox" in executor.program && executor.program.needsSandbox;
    const missing = `This worker has no sandbox, without which no ${language} script runs.`;
    return [language, needsSandbox ? { ...executor, program: { missing } } : executor];
  });
  return { ...byLanguage, ...Object.fromEntries(restrained) };
}

async function launcher({
  sandbox,
  memoryMib = 512,
}: RuntimeOptions): Promise<(program: RunnerProgram) => Launch> {
  if (sandbox === "none") {
    return (program) => launchWithoutSandbox(program, memoryMib);
  }
  const bubblewrap = await findBubblewrap();
  return (program) => launchInBubblewrap(bubblewrap, program, memoryMib);
}

/** The first runner did not start: the sandbox does not work here. */
function asSandboxError(cause: unknown): SandboxError {
  return new SandboxError(cause instanceof Error ? cause.message : String(cause), { cause });
}

/** Inference alone, for a server that runs no jobs. */
export async function createInference(
  settings: InferenceSettings = {},
): Promise<SignatureInference> {
  const executors = await createExecutors(settings);
  return {
    inferSignature: (language, content) => executors.byLanguage[language].inferSignature(content),
    [Symbol.asyncDispose]: () => executors[Symbol.asyncDispose](),
  };
}
