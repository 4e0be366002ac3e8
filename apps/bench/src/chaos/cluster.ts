import { ADMIN_TOKEN } from "@getoperate/testing/instance";
import { type OwnPostgres, ownPostgres } from "@getoperate/testing/own-postgres";
import type { Program } from "@getoperate/testing/program";
import { type ServerProcess, startServer } from "@getoperate/testing/server-process";
import { startWorker } from "@getoperate/testing/worker-process";
import { Fleet } from "./fleet.ts";

/** Servers keep what they can run themselves; so little that the workers have most of it. */
const SLOTS = { server: 1, worker: 4 };
const CONNECTIONS = 8;

/** As short as may be: every killed worker's jobs wait for it to run out. */
export const LEASE_SECONDS = 2;

/** One PostgreSQL, servers on it that run jobs too, and workers beside it. */
export interface Cluster extends AsyncDisposable {
  readonly postgres: OwnPostgres;
  readonly servers: Fleet<ServerProcess>;
  readonly workers: Fleet<Program>;
}

export interface ClusterSize {
  readonly servers: number;
  readonly workers: number;
}

export async function startCluster(size: ClusterSize): Promise<Cluster> {
  const postgres = await ownPostgres();
  const environment = {
    DATABASE_URL: postgres.connectionString,
    OPERATE_DATABASE_CONNECTIONS: String(CONNECTIONS),
    OPERATE_LEASE: String(LEASE_SECONDS),
    OPERATE_GRACE: "1",
  };
  const servers = new Fleet(() =>
    startServer({
      ...environment,
      OPERATE_SLOTS: String(SLOTS.server),
      OPERATE_ADMIN_TOKEN: ADMIN_TOKEN,
    }),
  );
  // The first one makes the tables, the workspace and the token.
  await servers.grow(1);
  const url = servers.members[0]?.url ?? "";
  const workers = new Fleet(() =>
    startWorker({
      ...environment,
      OPERATE_SLOTS: String(SLOTS.worker),
      OPERATE_MODE: "worker",
      OPERATE_BASE_URL: url,
    }),
  );
  await Promise.all([servers.grow(size.servers - 1), workers.grow(size.workers)]);
  return {
    postgres,
    servers,
    workers,
    async [Symbol.asyncDispose]() {
      await Promise.all([servers[Symbol.asyncDispose](), workers[Symbol.asyncDispose]()]);
      await postgres[Symbol.asyncDispose]();
    },
  };
}
