import type { Database } from "@getoperate/db";
import { sql } from "kysely";

const PARTITIONED = ["jobs", "job_results", "job_logs"] as const;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Days ahead for which there are partitions; a server that is away for longer uses the default. */
const DAYS_AHEAD = 7;

/** The smallest UUIDv7 of a moment. */
export function firstUuidOf(time: Date): string {
  const hex = time.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-0000-0000-000000000000`;
}

/** Makes the partitions from today on that are missing; does nothing where all are there. */
export async function ensurePartitions(db: Database, now: Date): Promise<void> {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  const days = Array.from(
    { length: DAYS_AHEAD + 1 },
    (_, index) => new Date(today + index * DAY_MS),
  );
  const wanted = PARTITIONED.flatMap((table) => days.map((day) => ({ table, day })));
  const names = wanted.map(({ table, day }) => partitionName(table, day));
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class where relname = any(${names}) and relispartition`.execute(
    db.kysely,
  );
  const present = new Set(rows.map(({ name }) => name));
  for (const { table, day } of wanted) {
    if (!present.has(partitionName(table, day))) {
      await createPartition(db, table, day);
    }
  }
}

function partitionName(table: string, day: Date): string {
  return `${table}_p${day.toISOString().slice(0, 10).replaceAll("-", "")}`;
}

async function createPartition(db: Database, table: string, day: Date): Promise<void> {
  const from = firstUuidOf(day);
  const to = firstUuidOf(new Date(day.getTime() + DAY_MS));
  await sql`create table if not exists ${sql.id(partitionName(table, day))}
    partition of ${sql.id(table)} for values from (${sql.lit(from)}) to (${sql.lit(to)})`.execute(
    db.kysely,
  );
}
