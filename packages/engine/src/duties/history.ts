import type { Log } from "@getoperate/contract";
import type { Database } from "@getoperate/db";
import { missingRanges } from "./id-ranges.ts";
import { asLeader, type LeaderSession } from "./leader.ts";
import { addPartition, PARTITIONED, partitionsOf } from "./partitions.ts";
import { dropOld, type Retention } from "./retention.ts";

export interface HistoryOptions {
  readonly db: Database;
  readonly log: Log;
  /** How long a job is kept after it was made, days. */
  readonly retentionDays: number;
  /** Instead of the database's clock, for tests. */
  readonly now?: Date;
}

const NAME = "history";

/** Makes room for the jobs to come; to be done before any is taken. */
export async function preparePartitions(options: HistoryOptions): Promise<void> {
  await asLeader({ db: options.db, name: NAME, waits: true }, async (session) => {
    await addMissing(session, await retentionOf(session, options));
  });
}

/** Makes room for the jobs to come, and drops what is older than what is kept. */
export async function keepHistory(options: HistoryOptions): Promise<void> {
  await asLeader({ db: options.db, name: NAME, waits: false }, async (session) => {
    const retention = await retentionOf(session, options);
    await addMissing(session, retention);
    await forgetOldKeys(session);
    const dropped = await dropOld(session, retention);
    if (dropped.partitions + dropped.jobs > 0) {
      options.log.info(dropped, "Dropped what is older than what is kept.");
    }
  });
}

async function retentionOf(
  session: LeaderSession,
  { now, retentionDays }: HistoryOptions,
): Promise<Retention> {
  const [row] = await session.query<{ now: Date }>("select now() as now");
  return { now: now ?? row?.now ?? new Date(), retentionDays };
}

async function addMissing(session: LeaderSession, retention: Retention): Promise<void> {
  for (const table of PARTITIONED) {
    for (const range of missingRanges(await partitionsOf(session, table), retention)) {
      await addPartition(session, table, range);
    }
  }
}

const MOST_KEYS = 5_000;

/** An idempotency key is kept for 24 hours. */
async function forgetOldKeys(session: LeaderSession): Promise<void> {
  for (;;) {
    const gone = await session.query(
      `delete from idempotency_keys where ctid = any(array(
         select ctid from idempotency_keys where created_at < now() - interval '24 hours'
         order by created_at limit $1))
       returning true`,
      [MOST_KEYS],
    );
    if (gone.length < MOST_KEYS) {
      return;
    }
  }
}
