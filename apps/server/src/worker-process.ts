import type { Log } from "@getoperate/contract";
import { HttpsJobSource } from "@getoperate/worker";
import { Closers } from "./closers.ts";
import type { Config, WorkerMode } from "./config.ts";
import { startHealth } from "./health.ts";
import { jobBaseUrl } from "./job-base-url.ts";
import { jobEnvironment } from "./job-environment.ts";
import { newWorker, type WorkerParts } from "./new-worker.ts";
import { startRuntime } from "./runtime.ts";
import { VERSION } from "./version.ts";

/** A process that only runs jobs. Disposing of it drains and stops all it started. */
export interface WorkerProcess extends AsyncDisposable {
  /** Where it tells its health, if it was asked to. */
  readonly healthUrl: string | undefined;
}

export interface WorkerProcessOptions {
  readonly config: Config;
  readonly mode: WorkerMode;
  readonly log: Log;
  /** Aborted by who does not want to wait for the start any more. */
  readonly signal: AbortSignal;
}

/** Where jobs come from, and what they find in their environment. */
export type JobSide = Pick<WorkerParts, "kind" | "source" | "environmentOf" | "accessOf">;

/** Builds all parts and starts to take jobs. */
export async function startWorkerProcess(options: WorkerProcessOptions): Promise<WorkerProcess> {
  const stack = new Closers();
  try {
    return await buildWorkerProcess(options, stack);
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
}

async function buildWorkerProcess(
  options: WorkerProcessOptions,
  stack: Closers,
): Promise<WorkerProcess> {
  const { config, log } = options;
  const runtime = stack.use(await startRuntime(config, log));
  const side = await jobSideOf(options, stack);
  const worker = newWorker(config, { ...side, run: runtime.run, log });
  const port = config.OPERATE_HEALTH_PORT;
  const health =
    port === undefined ? undefined : stack.use(await startHealth(port, () => worker.isReady));
  await worker.start();
  stack.add(() => worker.drain(config.OPERATE_GRACE * 1000));
  return { healthUrl: health?.url, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
}

async function jobSideOf(options: WorkerProcessOptions, stack: Closers): Promise<JobSide> {
  const { mode } = options;
  if (mode.kind === "agent") {
    return overHttps(options.config, mode);
  }
  // An agent loads no driver of a database.
  const { besideDatabase } = await import("./beside-database.ts");
  return besideDatabase({ ...options, mode }, stack);
}

type AgentMode = Extract<WorkerMode, { kind: "agent" }>;

function overHttps(config: Config, { serverUrl, token, ...mode }: AgentMode): JobSide {
  const baseUrl = jobBaseUrl(config, mode.baseUrl);
  const source = new HttpsJobSource({ serverUrl, token, version: VERSION });
  return {
    kind: "agent",
    source,
    environmentOf: (job) => jobEnvironment(job, { token: source.tokenOf(job.id), baseUrl }),
    accessOf: (job) => ({
      serverUrl,
      workspace: job.workspace,
      token: source.tokenOf(job.id),
    }),
  };
}
