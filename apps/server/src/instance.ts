import { hostname } from "node:os";
import { resolve } from "node:path";
import type { ClaimedJob, Log } from "@getoperate/contract";
import { type ConnectionConfig, connect, migrate } from "@getoperate/db";
import { startEmbeddedPostgres } from "@getoperate/db/embedded";
import { createEngine, HEARTBEAT_SECONDS } from "@getoperate/engine";
import { startHttpServer } from "@getoperate/server";
import {
  createMemory,
  newJobToken,
  OneTimeSignal,
  type Platform,
  prepareInstance,
  TokenUse,
} from "@getoperate/use-cases";
import { Worker } from "@getoperate/worker";
import { v7 as uuidv7 } from "uuid";
import { Closers } from "./closers.ts";
import type { Config } from "./config.ts";
import { limitsOf } from "./limits.ts";
import { startRuntime } from "./runtime.ts";

/** A running instance: database, API and worker. Disposing of it drains and stops all it started. */
export interface Instance extends AsyncDisposable {
  /** Where it listens. */
  readonly url: string;
  /** The first administrator's token, if this start made it. */
  readonly firstToken: string | undefined;
}

const VERSION = "0.1.0";

/** Extra time of a job's token behind the job's own limit, milliseconds. */
const JOB_TOKEN_SLACK_MS = 60_000;

/** Time to send the last answers, once no job runs any more, milliseconds. */
const CLOSE_MS = 1_000;

const NEVER_WITHIN_REACH = "http://127.0.0.1";

/** Builds all parts, from the database up, and starts them. */
export async function startInstance(config: Config, log: Log): Promise<Instance> {
  const stack = new Closers();
  try {
    return await buildInstance(config, log, stack);
  } catch (error) {
    await stack[Symbol.asyncDispose]();
    throw error;
  }
}

async function buildInstance(config: Config, log: Log, stack: Closers): Promise<Instance> {
  const runtime = stack.use(await startRuntime(config, log));
  const connection = await reachDatabase(config, stack);
  await migrate(connection);
  const db = stack.use(
    connect(connection, {
      applicationName: "getoperate server",
      maxConnections: config.OPERATE_DATABASE_CONNECTIONS,
      onIdleError: (error) => log.warn({ err: error }, "A database connection broke."),
    }),
  );
  const { token: firstToken, jobTokenKey } = await prepareInstance(db, config.OPERATE_ADMIN_TOKEN);
  const engine = stack.use(
    await createEngine({
      db,
      log,
      notify: config.OPERATE_NOTIFY,
      queueLimit: config.OPERATE_QUEUE_LIMIT,
      retentionDays: config.OPERATE_RETENTION_DAYS,
    }),
  );
  const tokenUse = stack.use(new TokenUse(db, log));
  const stopping = new OneTimeSignal();
  const platform: Platform = {
    stopping,
    limits: limitsOf(config),
    db,
    engine,
    log,
    tokenUse,
    jobTokenKey,
    memory: createMemory(),
    inferSignature: runtime.inferSignature,
    settings: {
      syncTimeoutSeconds: config.OPERATE_SYNC_TIMEOUT,
      jobTimeoutSeconds: config.OPERATE_JOB_TIMEOUT,
      jobTimeoutLimitSeconds: config.OPERATE_JOB_TIMEOUT_LIMIT,
    },
  };

  let ready = false;
  let baseUrl = config.OPERATE_BASE_URL ?? NEVER_WITHIN_REACH;
  const worker = new Worker({
    source: engine.jobSource,
    run: runtime.run,
    environmentOf: (job) => jobEnvironment(job, { jobTokenKey, baseUrl }),
    newId: uuidv7,
    name: `${hostname()}:${process.pid}`,
    tags: config.OPERATE_TAGS,
    slots: config.OPERATE_SLOTS,
    heartbeatMs: HEARTBEAT_SECONDS * 1000,
    log,
  });
  const http = await startHttpServer(
    {
      platform,
      log,
      settings: {
        bodyLimitBytes: config.OPERATE_BODY_LIMIT,
        includeHeaders: config.INCLUDE_HEADERS,
      },
      openApiDocument,
      isReady: () => ready,
    },
    { host: config.OPERATE_HOST, port: config.OPERATE_PORT },
  );
  baseUrl = config.OPERATE_BASE_URL ?? http.url;
  const graceMs = config.OPERATE_GRACE * 1000;
  stack.add(async () => {
    // Requests that wait for a running job end with it, so both drain side by side; those whose job
    // waits for another worker are told so.
    ready = false;
    const drained = worker.drain(graceMs).finally(() => stopping.abort());
    await Promise.all([http.close(graceMs + CLOSE_MS), drained]);
  });
  await worker.start();
  ready = true;
  return { url: http.url, firstToken, [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose]() };
}

/** Loaded when it is asked for: what makes the document takes longer than all the rest to load. */
async function openApiDocument(): Promise<string> {
  const { instanceDocument } = await import("@getoperate/openapi");
  return JSON.stringify(instanceDocument({ version: VERSION }));
}

/** The database the configuration names, or a real PostgreSQL in the data folder. */
async function reachDatabase(config: Config, stack: Closers): Promise<ConnectionConfig> {
  if (config.DATABASE_URL !== undefined) {
    return { connectionString: config.DATABASE_URL };
  }
  const dataDir = resolve(config.OPERATE_DATA);
  const embedded = stack.use(await startEmbeddedPostgres({ dataDir }));
  return embedded.connection;
}

interface JobSecrets {
  readonly jobTokenKey: Uint8Array;
  readonly baseUrl: string;
}

/** What a script finds in its environment, under our names and those of Windmill's client. */
function jobEnvironment(job: ClaimedJob, { jobTokenKey, baseUrl }: JobSecrets) {
  const token = newJobToken(jobTokenKey, {
    workspace: job.workspace,
    username: job.createdBy,
    jobId: job.id,
    expiresAt: Date.now() + job.timeoutSeconds * 1000 + JOB_TOKEN_SLACK_MS,
  });
  return {
    OPERATE_TOKEN: token,
    OPERATE_BASE_URL: baseUrl,
    OPERATE_WORKSPACE: job.workspace,
    OPERATE_JOB_ID: job.id,
    WM_TOKEN: token,
    WM_WORKSPACE: job.workspace,
    WM_JOB_ID: job.id,
    BASE_URL: baseUrl,
    BASE_INTERNAL_URL: baseUrl,
  };
}
