import { randomUUID } from "node:crypto";
import type { ClaimedJob, Completion, Log, WorkerRegistration } from "@getoperate/contract";
import { connect, type Database } from "@getoperate/db";
import { type PostgresVersion, testDatabase } from "@getoperate/testing/postgres";
import { preparePartitions } from "../src/duties/history.ts";
import { firstUuidOf } from "../src/duties/id-ranges.ts";
import type { EnqueuerOptions } from "../src/queue/enqueue.ts";
import type { ExchangeContext } from "../src/queue/exchange.ts";
import type { NewJob } from "../src/queue/new-job.ts";

const HASH = "0123456789abcdef";
const PATH = "f/test/script";
const WORKSPACE = "main";
export const TOKEN_ID = "01890000-0000-7000-8000-000000000001";

/** A log that nobody reads. */
export const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export interface QueueFixture extends AsyncDisposable {
  readonly db: Database;
}

/** A database of its own with one workspace, user, token and script. */
export async function queueFixture(version: PostgresVersion): Promise<QueueFixture> {
  const database = await testDatabase({ version });
  const db = connect(
    { connectionString: database.connectionString },
    { applicationName: "engine test", maxConnections: 5, onIdleError: () => undefined },
  );
  await seed(db);
  await preparePartitions({ db, log: silent, retentionDays: 30 });
  return {
    db,
    async [Symbol.asyncDispose]() {
      await db[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** One workspace, user, token and script. */
export async function seed({ kysely }: Database): Promise<void> {
  const member = { workspace_id: WORKSPACE, username: "ann" };
  await kysely.insertInto("workspaces").values({ id: WORKSPACE, name: "Main" }).execute();
  await kysely.insertInto("users").values({ username: "ann" }).execute();
  await kysely
    .insertInto("members")
    .values({ ...member, role: "developer" })
    .execute();
  await kysely
    .insertInto("tokens")
    .values({
      id: TOKEN_ID,
      workspace_id: WORKSPACE,
      owner: "ann",
      hash: Buffer.from("digest"),
      prefix: "gop_u_ab",
    })
    .execute();
  await deployVersion(kysely, HASH, 1);
}

/** Stores a version and moves the path on to it. */
export async function deployVersion(
  kysely: Database["kysely"],
  hash: string,
  number: number,
): Promise<void> {
  await kysely
    .insertInto("script_versions")
    .values({
      workspace_id: WORKSPACE,
      hash,
      path: PATH,
      number,
      language: "typescript",
      content: "export function main() {}",
      summary: "",
      description: "",
      settings: "{}",
      schema: "{}",
      result_schema: "{}",
      parameters: "[]",
      has_preprocessor: false,
      warnings: "[]",
      created_by: "ann",
    })
    .execute();
  const head = { head_hash: hash, head_number: number };
  await kysely
    .insertInto("scripts")
    .values({ workspace_id: WORKSPACE, path: PATH, ...head })
    .onConflict((conflict) => conflict.columns(["workspace_id", "path"]).doUpdateSet(head))
    .execute();
}

let sequence = 0;

/** An id as the server makes them: of now, and later than the one before. */
export function newId(): string {
  sequence += 1;
  const start = firstUuidOf(new Date(Date.now())).slice(0, 14);
  return `${start}7${sequence.toString(16).padStart(3, "0").slice(-3)}-8${randomUUID().slice(20)}`;
}

export function newJob(changes: Partial<NewJob> = {}): NewJob {
  return {
    id: newId(),
    workspace: WORKSPACE,
    path: PATH,
    hash: HASH,
    args: "{}",
    createdBy: "ann",
    trigger: "webhook",
    tag: "default",
    priority: 0,
    timeoutSeconds: 60,
    maxAttempts: 3,
    preprocess: false,
    token: null,
    label: null,
    parentId: null,
    concurrency: null,
    schedule: null,
    isOwnId: false,
    byPath: true,
    idempotency: null,
    ...changes,
  };
}

export function completionOf(
  job: Pick<ClaimedJob, "id" | "attempt">,
  changes: Partial<Completion> = {},
): Completion {
  return {
    id: job.id,
    attempt: job.attempt,
    status: "success",
    result: "1",
    durationMs: 1,
    logs: "",
    logSequence: 0,
    ...changes,
  };
}

/** For an enqueuer whose news nobody needs. */
export const silentNews: EnqueuerOptions = {
  queueLimit: 1_000_000,
  onReady: () => undefined,
  onScheduled: () => undefined,
  onLimited: () => undefined,
};

/** For a recovery that may take silence for death. */
export const ALWAYS_HEARD = Number.POSITIVE_INFINITY;

/** Of a worker that knows of no job, where nobody needs to know of permits. */
export function contextOf(db: Database, workerId: string): ExchangeContext {
  return { db, workerId, known: () => [], onFreed: () => undefined };
}

/** A worker of this database's network. */
export function newRegistration(
  id: string,
  tags: readonly string[] = ["default"],
): WorkerRegistration {
  const name = `worker ${id}`;
  return { id, name, kind: "worker", version: "0.0.0", tags, slots: 8, leaseSeconds: 15 };
}
