import { OperateError } from "@getoperate/contract";
import { type QueryExecutorProvider, sql } from "kysely";
import { readMigrations } from "./read-migrations.ts";

const UNDEFINED_TABLE = "42P01";

/**
 * Names of the migrations of this program that the database does not have yet. Throws `conflict` if a
 * newer version prepared it: this program would not know what the rows mean.
 */
export async function missingMigrations(db: QueryExecutorProvider): Promise<string[]> {
  const known = Object.keys(await readMigrations());
  const done = await doneMigrations(db);
  const unknown = done.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new OperateError(
      "conflict",
      `A newer version has prepared the database (${unknown.join(", ")}): update this one.`,
    );
  }
  return known.filter((name) => !done.includes(name));
}

async function doneMigrations(db: QueryExecutorProvider): Promise<string[]> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
    return rows.map(({ name }) => name);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === UNDEFINED_TABLE) {
      return [];
    }
    throw error;
  }
}
