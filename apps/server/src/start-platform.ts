import type { HangUpSignal, Log } from "@getoperate/contract";
import { type ConnectionConfig, connect, migrate, withRetries } from "@getoperate/db";
import { createEngine } from "@getoperate/engine";
import {
  createMemory,
  type InferSignature,
  type Platform,
  prepareInstance,
  TokenUse,
} from "@getoperate/use-cases";
import type { Closers } from "./closers.ts";
import type { Config } from "./config.ts";
import { limitsOf } from "./limits.ts";
import { openVault } from "./open-vault.ts";
import { reachDatabase } from "./reach-database.ts";

/** How long a start waits for a database that is away, milliseconds. */
const DATABASE_WAIT_MS = 60_000;

export interface PlatformParts {
  readonly log: Log;
  readonly inferSignature: InferSignature;
  readonly draining: HangUpSignal;
  readonly stopping: HangUpSignal;
}

export interface StartedPlatform {
  readonly platform: Platform;
  /** The first administrator's token, if this start made it. */
  readonly firstToken: string | undefined;
}

/** Starts what verbs need, from the database up; `stack` gets what has to be stopped. */
export async function startPlatform(
  config: Config,
  parts: PlatformParts,
  stack: Closers,
): Promise<StartedPlatform> {
  const { log } = parts;
  const connection = await reachDatabase(config, stack);
  await migrateWhenThere(connection, log);
  const db = stack.use(
    connect(connection, {
      applicationName: "getoperate server",
      maxConnections: config.OPERATE_DATABASE_CONNECTIONS,
      onIdleError: (error) => log.warn({ err: error }, "A database connection broke."),
    }),
  );
  const { token: firstToken, jobTokenKey } = await prepareInstance(db, config.OPERATE_ADMIN_TOKEN);
  const vault = await openVault(config, db);
  const engine = stack.use(
    await createEngine({
      db,
      vault,
      log,
      notify: config.OPERATE_NOTIFY,
      queueLimit: config.OPERATE_QUEUE_LIMIT,
      retentionDays: config.OPERATE_RETENTION_DAYS,
      leaseSeconds: config.OPERATE_LEASE,
    }),
  );
  const platform: Platform = {
    ...parts,
    limits: limitsOf(config),
    db,
    engine,
    vault,
    tokenUse: stack.use(new TokenUse(db, log)),
    jobTokenKey,
    memory: createMemory(),
    settings: {
      syncTimeoutSeconds: config.OPERATE_SYNC_TIMEOUT,
      jobTimeoutSeconds: config.OPERATE_JOB_TIMEOUT,
      jobTimeoutLimitSeconds: config.OPERATE_JOB_TIMEOUT_LIMIT,
      resultLimitBytes: config.OPERATE_RESULT_LIMIT,
      logLimitBytes: config.OPERATE_LOG_LIMIT,
      streamLimitBytes: config.OPERATE_STREAM_LIMIT,
    },
  };
  return { platform, firstToken };
}

function migrateWhenThere(connection: ConnectionConfig, log: Log): Promise<void> {
  return withRetries(() => migrate(connection), {
    forMs: DATABASE_WAIT_MS,
    onFault: (error) => log.warn({ err: error }, "PostgreSQL cannot be reached yet."),
  });
}
