import type { Transaction } from "kysely";
import type { Database } from "./connect.ts";
import { withRetries } from "./faults.ts";
import type { DB } from "./generated/tables.ts";

/** How long a caller waits at most while the database is away, milliseconds. */
const RETRY_MS = 5_000;

type Work<Result> = (transaction: Transaction<DB>) => Promise<Result>;

type Outcome<Result> = { readonly result: Result } | { readonly commitFault: unknown };

/**
 * Runs `work` in one transaction, and again while faults pass, for some seconds; then the fault is
 * thrown as `unavailable`. One that met the commit is thrown at once: whether that took place cannot
 * be told, not even by the transaction's number, which a crash may have given to another.
 */
export async function withTransaction<Result>(db: Database, work: Work<Result>): Promise<Result> {
  const outcome = await withRetries(() => once(db, work), { forMs: RETRY_MS });
  if ("commitFault" in outcome) {
    throw outcome.commitFault;
  }
  return outcome.result;
}

async function once<Result>(db: Database, work: Work<Result>): Promise<Outcome<Result>> {
  let isCommitSent = false;
  try {
    const result = await db.kysely.transaction().execute(async (transaction) => {
      const done = await work(transaction);
      isCommitSent = true;
      return done;
    });
    return { result };
  } catch (error) {
    if (isCommitSent) {
      return { commitFault: error };
    }
    throw error;
  }
}

/** Runs reads, and again while faults pass, for some seconds. */
export function reading<Result>(work: () => Promise<Result>): Promise<Result> {
  return withRetries(work, { forMs: RETRY_MS });
}
