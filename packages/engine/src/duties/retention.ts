// What is kept, is kept by its time; what still waits, is scheduled or runs stays whatever its time.
// A partition goes as a whole: the few of its jobs that stay move to the default partition, so one
// job that is scheduled a year ahead keeps nothing else. What lies there goes row by row.
import { cutoffOf, expiredRanges, firstUuidOf } from "./id-ranges.ts";
import type { LeaderSession } from "./leader.ts";
import { inTransaction, PARTITIONED, type Partition, partitionsOf } from "./partitions.ts";

const [JOBS, ...PARTS_OF_JOBS] = PARTITIONED;

/** With more jobs that stay than this, a partition waits: they would keep traffic off for too long. */
const MOST_MOVED = 10_000;

const LIVE = ["job_ready", "job_limited", "job_running", "job_scheduled"] as const;

export interface Retention {
  readonly now: Date;
  readonly retentionDays: number;
}

/** Drops the partitions whose time is over, and the rows of the default ones; answers with how many. */
export async function dropOld(
  session: LeaderSession,
  { now, retentionDays }: Retention,
): Promise<{ readonly partitions: number; readonly jobs: number }> {
  const cutoff = cutoffOf(now, retentionDays);
  let partitions = 0;
  for (const partition of expiredRanges(await partitionsOf(session, JOBS), cutoff)) {
    if (await dropJobs(session, partition, cutoff)) {
      partitions += 1;
    }
  }
  // What belongs to jobs goes after them: a job without its result would look as if it waited.
  const kept = expiredRanges(await partitionsOf(session, JOBS), cutoff);
  for (const part of PARTS_OF_JOBS) {
    for (const partition of expiredRanges(await partitionsOf(session, part), cutoff)) {
      if (!kept.some(({ from, to }) => from < partition.to && partition.from < to)) {
        await dropPart(session, part, partition);
        partitions += 1;
      }
    }
  }
  return { partitions, jobs: await deleteOldJobs(session, cutoff) };
}

/** False: too many of its jobs stay, so it waits. */
function dropJobs(session: LeaderSession, partition: Partition, cutoff: Date): Promise<boolean> {
  const { name } = partition;
  const range = [firstUuidOf(partition.from), firstUuidOf(partition.to)];
  const live = LIVE.map((table) => `select id from ${table} where id >= $1 and id < $2`);
  const later = [
    // The id's time is not the job's where the caller chose it.
    `select j.id from workspaces w cross join lateral (
       select id from ${name} j where j.workspace_id = w.id and j.created_at > $3
       order by j.created_at limit $4) j`,
    `select id from ${name} where scheduled_for > $3`,
  ];
  return inTransaction(session, async () => {
    await session.query("lock table jobs in access exclusive mode");
    const staying = await session.query<{ id: string }>(
      `select id from (${[...live, ...later].join(" union ")}) s limit $4`,
      [...range, cutoff, MOST_MOVED + 1],
    );
    if (staying.length > MOST_MOVED) {
      return false;
    }
    const ids = staying.map(({ id }) => id);
    await session.query(`alter table jobs detach partition ${name}`);
    await session.query(`insert into jobs select * from ${name} where id = any($1::uuid[])`, [ids]);
    await session.query(`drop table ${name}`);
    return true;
  });
}

function dropPart(
  session: LeaderSession,
  { table, key }: (typeof PARTS_OF_JOBS)[number],
  { name, from, to }: Partition,
): Promise<void> {
  const range = [firstUuidOf(from), firstUuidOf(to)];
  return inTransaction(session, async () => {
    await session.query(`lock table ${table} in access exclusive mode`);
    const staying = await session.query<{ id: string }>(
      "select id from jobs where id >= $1 and id < $2",
      range,
    );
    const ids = staying.map(({ id }) => id);
    await session.query(`alter table ${table} detach partition ${name}`);
    await session.query(
      `insert into ${table} select * from ${name} where ${key} = any($1::uuid[])`,
      [ids],
    );
    await session.query(`drop table ${name}`);
    // Rows that came while there was no partition for them yet, though for their jobs there was.
    await session.query(
      `delete from ${table}_default
       where ${key} >= $1 and ${key} < $2 and not ${key} = any($3::uuid[])`,
      [...range, ids],
    );
  });
}

const MOST_DELETED = 1_000;

/** Deletes old jobs of the default partition, whose ids say nothing of their time; counts them. */
async function deleteOldJobs(session: LeaderSession, cutoff: Date): Promise<number> {
  const isLive = LIVE.map((table) => `exists (select from ${table} l where l.id = j.id)`);
  let deleted = 0;
  for (;;) {
    const old = await session.query<{ id: string }>(
      `select j.id from workspaces w cross join lateral (
         select j.id from jobs_default j
         where j.workspace_id = w.id and j.created_at < $1 and not (${isLive.join(" or ")})
           and not exists (select from job_results e where e.id = j.id and e.completed_at >= $1)
         order by j.created_at limit $2) j`,
      [cutoff, MOST_DELETED],
    );
    if (old.length === 0) {
      return deleted;
    }
    const parts = PARTS_OF_JOBS.map(
      ({ table, key }) => `${table}_gone as (delete from ${table} where ${key} = any($1::uuid[]))`,
    );
    await session.query(`with ${parts.join(", ")} delete from jobs where id = any($1::uuid[])`, [
      old.map(({ id }) => id),
    ]);
    deleted += old.length;
  }
}
