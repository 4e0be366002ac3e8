// The fence: whoever leads works on the very connection that holds the lock. A leader that is cut
// off loses the lock and the work under way together, so nobody does a duty on old authority.
import type { Database } from "@getoperate/db";

/** What a leader has to work with: statements on the connection that makes it the leader. */
export interface LeaderSession {
  query<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

export interface Leadership {
  readonly db: Database;
  readonly name: string;
  /** Whether to wait while another process is at it, for as long as one may wait for a lock. */
  readonly waits: boolean;
}

/** Does `work`; or nothing, where another process is at it already and this one does not wait. */
export async function asLeader(
  { db, name, waits }: Leadership,
  work: (session: LeaderSession) => Promise<void>,
): Promise<void> {
  const client = await db.dedicatedClient();
  try {
    const lock = waits ? "pg_advisory_lock" : "pg_try_advisory_lock";
    const { rows } = await client.query<{ answer: unknown }>(
      `select ${lock}(hashtextextended($1, 0)) as answer`,
      [`getoperate ${name}`],
    );
    if (rows[0]?.answer === false) {
      return;
    }
    await work({
      async query<Row>(text: string, values: readonly unknown[] = []) {
        const result = await client.query(text, [...values]);
        return rowsAs<Row>(result.rows);
      },
    });
  } finally {
    await client.end();
  }
}

/** The caller names the columns of its own statement; tests run every one. */
function rowsAs<Row>(rows: unknown[]): readonly Row[] {
  return rows as readonly Row[];
}
