import { Kysely, PostgresDialect } from "kysely";
import { Migrator } from "kysely/migration";
import pg from "pg";
import type { ConnectionConfig } from "./connect.ts";
import { missingMigrations } from "./missing-migrations.ts";
import { readMigrations } from "./read-migrations.ts";

const CONNECT_MS = 5_000;

/**
 * Brings the database to this program's schema: all missing migrations in one transaction, under an
 * advisory lock, so that any number of servers may start at once. Throws what PostgreSQL says, and
 * `conflict` if a newer version prepared it.
 */
export async function migrate(target: ConnectionConfig | string): Promise<void> {
  const config = typeof target === "string" ? { connectionString: target } : target;
  // No statement_timeout: a migration may wait for another server's, and may take its time.
  const pool = new pg.Pool({
    ...config,
    max: 2,
    application_name: "getoperate migrate",
    connectionTimeoutMillis: CONNECT_MS,
  });
  // The statement under way reports the same fault.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
  try {
    await missingMigrations(db);
    const migrator = new Migrator({ db, provider: { getMigrations: readMigrations } });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) {
      throw error;
    }
  } finally {
    await db.destroy();
  }
}
