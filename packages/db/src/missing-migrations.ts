import { sql } from "kysely";
import type { Database } from "./connect.ts";
import { readMigrations } from "./migrate.ts";

const UNDEFINED_TABLE = "42P01";

/** Names of the migrations of this program that the database does not have yet. */
export async function missingMigrations({ kysely }: Database): Promise<string[]> {
  const known = Object.keys(await readMigrations());
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(kysely);
    const done = new Set(rows.map(({ name }) => name));
    return known.filter((name) => !done.has(name));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === UNDEFINED_TABLE) {
      return known;
    }
    throw error;
  }
}
