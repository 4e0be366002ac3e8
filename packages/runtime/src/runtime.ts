import { LANGUAGES, type Language, type Log, type RunnableVersion } from "@getoperate/contract";
import type { Executor, RunnerLimits, RunnerProgram, SignatureAnswer } from "./executor.ts";
import { createExecutors, type Executors, type InferenceSettings } from "./executors.ts";
import { RunnerPool, type TimedOutcome } from "./runner/pool.ts";
import { Runner } from "./runner/runner.ts";
import type { RunnerJob, RunOptions } from "./runner/runner-job.ts";
import { launchInBubblewrap } from "./sandbox/bubblewrap.ts";
import { type Bubblewrap, findBubblewrap } from "./sandbox/find-bubblewrap.ts";
import type { Launch } from "./sandbox/launch.ts";
import { type Egress, findNetwork, type Network } from "./sandbox/network.ts";
import { launchWithoutSandbox } from "./sandbox/no-sandbox.ts";
import { type Sandbox, SandboxError } from "./sandbox/sandbox.ts";

export interface RuntimeOptions {
  readonly sandbox: Sandbox;
  /** Which addresses scripts in a sandbox may reach; default: public ones. */
  readonly egress?: Egress;
  /** Most runner processes at once, blank ones included; default 9. */
  readonly maxRunners?: number;
  /** Blank runners that are started ahead; default 1. */
  readonly blanks?: number;
  /** A runner without a job for this long is ended, milliseconds; default 10 minutes. */
  readonly idleMs?: number;
  /** JavaScript heap of one runner, MiB; default 512. */
  readonly memoryMib?: number;
  /** Most that a version may ask for instead, MiB; default 2,048. */
  readonly maxMemoryMib?: number;
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

/**
 * Rejects with SandboxError where runners cannot be sandboxed as asked.
 *
 * Where they cannot have a network of their own they get none, and the log says so.
 */
export async function createRuntime(options: RuntimeOptions): Promise<Runtime> {
  if (options.sandbox === "none") {
    return startRuntime(options, launchWithoutSandbox);
  }
  const bubblewrap = await findBubblewrap();
  const startWith = (network: Network) => startSandboxed(options, bubblewrap, network);
  const { log = SILENT, egress = { kind: "public", allow: [] } } = options;
  if (egress.kind !== "public") {
    return startWith(egress);
  }
  try {
    return await startWith(await findNetwork(egress));
  } catch (error) {
    const runtime = await startWith({ kind: "none" });
    log.warn({ err: error }, NO_NETWORK);
    return runtime;
  }
}

const NO_NETWORK =
  "Scripts have no network: what keeps them from private addresses does not work here. Install " +
  "slirp4netns and nftables (Debian, Ubuntu: apt-get install slirp4netns nftables), or choose " +
  "with OPERATE_EGRESS.";

async function startSandboxed(
  options: RuntimeOptions,
  bubblewrap: Bubblewrap,
  network: Network,
): Promise<Runtime> {
  try {
    return await startRuntime(options, (program, limits) =>
      launchInBubblewrap(bubblewrap, program, {
        memoryMib: limits.memoryMib,
        network: limits.network ? network : { kind: "none" },
      }),
    );
  } catch (error) {
    // The first runner did not start: the sandbox does not work here.
    throw new SandboxError(error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

async function startRuntime(
  options: RuntimeOptions,
  launch: (program: RunnerProgram, limits: RunnerLimits) => Launch,
): Promise<Runtime> {
  const executors = await createExecutors(options.inference);
  const bounds = {
    maxResultBytes: options.maxResultBytes ?? 16 * MIB,
    maxLogBytes: options.maxLogBytes ?? 10 * MIB,
    maxChunkBytes: options.maxChunkBytes ?? 10 * MIB,
    startMs: START_MS,
  };
  const pool = new RunnerPool({
    executors: options.sandbox === "none" ? withoutSandbox(executors) : executors.byLanguage,
    startRunner: (program, limits) => new Runner(launch(program, limits), bounds),
    memory: {
      memoryMib: options.memoryMib ?? 512,
      maxMemoryMib: options.maxMemoryMib ?? 2048,
    },
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
    throw error;
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
