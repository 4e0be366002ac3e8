import { sql, type Transaction } from "kysely";
import type { Database, PreparedStatement } from "./connect.ts";
import { databaseAway, withRetries } from "./faults.ts";
import type { DB } from "./generated/tables.ts";

/** How long a caller waits at most while the database is away, milliseconds. */
const RETRY_MS = 5_000;

/** A transaction whose commit was sent. */
interface SentCommit<Result> {
  /** Null: it changed nothing. */
  readonly id: string | null;
  readonly result: Result;
}

const STATUS: PreparedStatement = {
  name: "transaction-status",
  text: "select pg_xact_status($1::text::xid8) as status",
};

/**
 * Runs `work` in one transaction, and again while faults pass, for some seconds; then the fault is
 * thrown as `unavailable`. A commit whose answer was lost is recognised by its number and not
 * repeated, so `work` may be run more than once and takes effect once.
 */
export async function withTransaction<Result>(
  db: Database,
  work: (transaction: Transaction<DB>) => Promise<Result>,
): Promise<Result> {
  let sent: SentCommit<Result> | undefined;
  return withRetries(
    async () => {
      if (sent !== undefined && (await wasCommitted(db, sent.id))) {
        return sent.result;
      }
      sent = undefined;
      return db.kysely.transaction().execute(async (transaction) => {
        const result = await work(transaction);
        sent = { id: await idOf(transaction), result };
        return result;
      });
    },
    { forMs: RETRY_MS },
  );
}

/** Runs reads, and again while faults pass, for some seconds. */
export function reading<Result>(work: () => Promise<Result>): Promise<Result> {
  return withRetries(work, { forMs: RETRY_MS });
}

async function idOf(transaction: Transaction<DB>): Promise<string | null> {
  const { rows } = await sql<{ id: string | null }>`
    select pg_current_xact_id_if_assigned()::text as id`.execute(transaction);
  return rows[0]?.id ?? null;
}

async function wasCommitted(db: Database, id: string | null): Promise<boolean> {
  if (id === null) {
    return true;
  }
  const status = await statusOf(db, id);
  if (status === "in progress") {
    // Its server process has not noticed yet that nobody hears it.
    throw databaseAway(undefined);
  }
  return status === "committed";
}

/** A number that was never given out again is one of the future: a crash took it back. */
const INVALID_PARAMETER = "22023";

async function statusOf(db: Database, id: string): Promise<string | null> {
  try {
    const [row] = await db.run<{ status: string | null }>(STATUS, [id]);
    return row?.status ?? null;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === INVALID_PARAMETER) {
      return "aborted";
    }
    throw error;
  }
}
