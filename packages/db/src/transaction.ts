import type { Transaction } from "kysely";
import { type Database, databaseAway } from "./connect.ts";
import { isPassingFault } from "./faults.ts";
import type { DB } from "./generated/tables.ts";

/**
 * Runs `work` in one transaction. A fault that passes becomes `unavailable` with a time to try
 * again; whether a commit whose answer was lost took place is then the caller's next look.
 */
export async function withTransaction<Result>(
  db: Database,
  work: (transaction: Transaction<DB>) => Promise<Result>,
): Promise<Result> {
  return reading(() => db.kysely.transaction().execute(work));
}

/** Runs reads, and turns a fault that passes into `unavailable`. */
export async function reading<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw isPassingFault(error) ? databaseAway(error) : error;
  }
}
