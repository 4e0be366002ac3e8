import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { Kysely, PostgresDialect, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import pg from "pg";
import type { ConnectionConfig } from "./connect.ts";

const FOLDER = fileURLToPath(new URL("../migrations/", import.meta.url));

const CONNECT_MS = 5_000;

/** Reads the plain SQL files, in the order of their names. */
export async function readMigrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".sql")).sort();
  const entries = names.map(async (name) => {
    const text = await readFile(`${FOLDER}${name}`, "utf8");
    const migration: Migration = {
      async up(db) {
        await sql.raw(text).execute(db);
      },
    };
    return [name.slice(0, -".sql".length), migration] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/**
 * Brings the database to this program's schema: all missing migrations in one transaction, under an
 * advisory lock, so that any number of servers may start at once. Throws what PostgreSQL says.
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
    const migrator = new Migrator({ db, provider: { getMigrations: readMigrations } });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) {
      throw error;
    }
  } finally {
    await db.destroy();
  }
}
