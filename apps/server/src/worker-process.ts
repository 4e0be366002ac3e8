import type { Log } from "@getoperate/contract";
import { connect } from "@getoperate/db";
import { createWorkerSource } from "@getoperate/engine";
import { preparedInstance } from "@getoperate/use-cases";
import { Closers } from "./closers.ts";
import type { Config, Mode } from "./config.ts";
import { startHealth } from "./health.ts";
import { jobEnvironment } from "./job-environment.ts";
import { newWorker, type WorkerParts } from "./new-worker.ts";
import { startRuntime } from "./runtime.ts";

/** A process that only runs jobs. Disposing of it drains and stops all it started. */
export interface WorkerProcess extends AsyncDisposable {
  /** Where it tells its health, if it was asked to. */
  readonly healthUrl: string | undefined;
}

export interface WorkerProcessOptions {
  readonly config: Config;
  readonly mode: Exclude<Mode, { kind: "standalone" | "server" }>;
  readonly log: Log;
  /** Aborted by who does not want to wait for the start any more. */
  readonly signal: AbortSignal;
}

/** Where jobs come from, and what they find in their environment. */
type JobSide = Pick<WorkerParts, "kind" | "source" | "environmentOf">;

/** How long a worker waits for the database and for a server that prepares it, milliseconds. */
const PREPARED_MS = 60_000;

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
  const side = await besideDatabase(options, stack);
  const worker = newWorker(config, { ...side, run: runtime.run, log });
  const port = config.OPERATE_HEALTH_PORT;
  const health =
    port === undefined ? undefined : stack.use(await startHealth(port, () => worker.isReady));
  await worker.start();
  stack.add(() => worker.drain(config.OPERATE_GRACE * 1000));
  return { healthUrl: health?.url, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
}

async function besideDatabase(
  { config, mode, log, signal }: WorkerProcessOptions,
  stack: Closers,
): Promise<JobSide> {
  const db = stack.use(
    connect(
      { connectionString: mode.databaseUrl },
      {
        applicationName: "getoperate worker",
        maxConnections: config.OPERATE_DATABASE_CONNECTIONS,
        onIdleError: (error) => log.warn({ err: error }, "A database connection broke."),
      },
    ),
  );
  const { jobTokenKey } = await preparedInstance({ db, log, forMs: PREPARED_MS, signal });
  const { jobSource: source } = stack.use(
    await createWorkerSource({ db, notify: config.OPERATE_NOTIFY }),
  );
  const { baseUrl } = mode;
  return {
    kind: "worker",
    source,
    environmentOf: (job) => jobEnvironment(job, { jobTokenKey, baseUrl }),
  };
}
