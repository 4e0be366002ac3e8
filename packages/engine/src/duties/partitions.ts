// Partitions are added without a moment in which traffic waits for long: every lock that keeps it
// off is asked for with a short patience, and the check of what the default partition holds, which
// reads all of it, is done beforehand under a lock that keeps nobody off.
import { setTimeout as delay } from "node:timers/promises";
import { firstUuidOf, type TimeRange, timeOfUuid } from "./id-ranges.ts";
import type { LeaderSession } from "./leader.ts";

/** What grows with every job, and its column of the job's id. The jobs themselves come first. */
export const PARTITIONED = [
  { table: "jobs", key: "id" },
  { table: "job_results", key: "id" },
  { table: "job_logs", key: "job_id" },
  { table: "job_values", key: "job_id" },
] as const;
export type PartitionedTable = (typeof PARTITIONED)[number];

export interface Partition extends TimeRange {
  readonly name: string;
}

// The default partition has another bound.
const BOUND = /^FOR VALUES FROM \('([0-9a-f-]{36})'\) TO \('([0-9a-f-]{36})'\)$/;

/** The partitions of a table beside its default one, the oldest first. */
export async function partitionsOf(
  session: LeaderSession,
  { table }: PartitionedTable,
): Promise<Partition[]> {
  const rows = await session.query<{ name: string; bound: string }>(
    `select c.relname as name, pg_get_expr(c.relpartbound, c.oid) as bound
     from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = $1::regclass`,
    [table],
  );
  return rows
    .flatMap(({ name, bound }) => {
      const [, from, to] = BOUND.exec(bound) ?? [];
      return from === undefined || to === undefined
        ? []
        : [{ name, from: timeOfUuid(from), to: timeOfUuid(to) }];
    })
    .toSorted((one, other) => one.from.getTime() - other.from.getTime());
}

/**
 * Adds a partition, with the rows of its range that lie in the default partition: a caller may have
 * chosen an id of a time to come. Between the two steps such an id is refused, for a moment.
 */
export async function addPartition(
  session: LeaderSession,
  { table, key }: PartitionedTable,
  range: TimeRange,
): Promise<void> {
  const name = `${table}_p${range.from.toISOString().slice(0, 10).replaceAll("-", "")}`;
  const from = `'${firstUuidOf(range.from)}'`;
  const to = `'${firstUuidOf(range.to)}'`;
  const rest = `${table}_default`;
  const forget = `alter table ${rest} drop constraint if exists ${name}_free`;
  await session.query(`drop table if exists ${name}`);
  await session.query(
    `create table ${name} (like ${table} including all,
       constraint ${name}_range check (${key} >= ${from} and ${key} < ${to}))`,
  );
  await patiently(session, [
    forget,
    `alter table ${rest} add constraint ${name}_free
       check (${key} < ${from} or ${key} >= ${to}) not valid`,
  ]);
  try {
    await patiently(session, [
      `with moved as (delete from ${rest} where ${key} >= ${from} and ${key} < ${to} returning *)
       insert into ${name} select * from moved`,
      `alter table ${rest} validate constraint ${name}_free`,
      `alter table ${table} attach partition ${name} for values from (${from}) to (${to})`,
      forget,
      `alter table ${name} drop constraint ${name}_range`,
    ]);
  } catch (error) {
    await patiently(session, [forget]);
    throw error;
  }
}

/** How long one try may keep traffic waiting, milliseconds. */
const PATIENCE_MS = 200;
const TRIES = 10;

/** Runs statements in one transaction; where a lock cannot be had soon, gives way and tries again. */
async function patiently(session: LeaderSession, statements: readonly string[]): Promise<void> {
  await inTransaction(session, async () => {
    for (const statement of statements) {
      await session.query(statement);
    }
  });
}

/** The same for work that reads in between; it is done again from its start. */
export async function inTransaction<Result>(
  session: LeaderSession,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await session.query("begin");
      await session.query(`set local lock_timeout = ${PATIENCE_MS}`);
      const result = await work();
      await session.query("commit");
      return result;
    } catch (error) {
      await session.query("rollback");
      if (attempt === TRIES || !isLockTimeout(error)) {
        throw error;
      }
      await delay(PATIENCE_MS * (1 + Math.random()));
    }
  }
}

function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "55P03";
}
