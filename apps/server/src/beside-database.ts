import { connect } from "@getoperate/db";
import { createWorkerSource } from "@getoperate/engine";
import { newTokenOfJob, preparedInstance } from "@getoperate/use-cases";
import type { Closers } from "./closers.ts";
import type { WorkerMode } from "./config.ts";
import { jobBaseUrl } from "./job-base-url.ts";
import { jobEnvironment } from "./job-environment.ts";
import { openVault } from "./open-vault.ts";
import type { JobSide, WorkerProcessOptions } from "./worker-process.ts";

/** How long a worker waits for the database and for a server that prepares it, milliseconds. */
const PREPARED_MS = 60_000;

interface BesideDatabase extends WorkerProcessOptions {
  readonly mode: Extract<WorkerMode, { kind: "worker" }>;
}

/** Jobs by SQL, for a worker in the database's network. */
export async function besideDatabase(
  { config, mode, log, signal }: BesideDatabase,
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
  const instance = await preparedInstance({ db, log, forMs: PREPARED_MS, signal });
  const { jobSource: source } = stack.use(
    await createWorkerSource({
      db,
      vault: await openVault(config, db),
      log,
      notify: config.OPERATE_NOTIFY,
    }),
  );
  const baseUrl = jobBaseUrl(config, mode.baseUrl);
  return {
    kind: "worker",
    source,
    environmentOf: (job) => jobEnvironment(job, { token: newTokenOfJob(instance, job), baseUrl }),
    accessOf: (job) => ({
      serverUrl: mode.baseUrl,
      workspace: job.workspace,
      token: newTokenOfJob(instance, job),
    }),
  };
}
