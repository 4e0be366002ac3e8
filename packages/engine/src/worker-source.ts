import type { JobSource, Log } from "@getoperate/contract";
import type { Database } from "@getoperate/db";
import { LimitedJobs } from "./duties/limited-jobs.ts";
import { News } from "./news.ts";
import { SqlJobSource } from "./sql-job-source.ts";
import type { Vault } from "./vault/vault.ts";

export interface WorkerSourceOptions {
  readonly db: Database;
  readonly vault: Vault;
  readonly log: Log;
  /** Whether processes tell each other by NOTIFY. */
  readonly notify: boolean;
}

/** Jobs for a process that only runs them. */
export interface WorkerSource extends AsyncDisposable {
  readonly jobSource: JobSource;
}

/** Starts to listen for jobs; the engine's duties and the waiting for ends are left to servers. */
export async function createWorkerSource(options: WorkerSourceOptions): Promise<WorkerSource> {
  const { db, vault, log, notify } = options;
  const news = new News({ db, notify, tellWorkers: (hint) => jobSource.hint(hint) });
  const limited = new LimitedJobs({ db, log, onReady: () => news.ready() });
  const jobSource = new SqlJobSource({ db, vault, news, limited, enqueuer: undefined });
  await news.start();
  return {
    jobSource,
    async [Symbol.asyncDispose]() {
      limited[Symbol.dispose]();
      await news[Symbol.asyncDispose]();
    },
  };
}
