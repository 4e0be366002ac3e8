// At most so many jobs of a concurrency key run at once. A row of the key in job_ready or job_running
// is a permit, so what ends a job, however it ends, gives its permit back, and there is no counter
// that could be wrong. Permits are given here only, by one transaction at a time for each key. Claims
// never meet a job without one, and jobs without a key pass nothing of this.
import { type Database, type DB, withTransaction } from "@getoperate/db";
import { sql, type Transaction } from "kysely";
import { firstTurn } from "./turns.ts";

/** What jobs are counted by. */
export interface LimitName {
  readonly workspace: string;
  readonly key: string;
}

interface LimitRow {
  readonly workspace_id: string | null;
  readonly concurrency_key: string | null;
}

/** The keys that rows name, each once. */
export function limitNames(rows: readonly LimitRow[]): LimitName[] {
  const byName = new Map<string, LimitName>();
  for (const { workspace_id: workspace, concurrency_key: key } of rows) {
    if (workspace !== null && key !== null) {
      byName.set(`${workspace}/${key}`, { workspace, key });
    }
  }
  return [...byName.values()];
}

/** Most permits of one key that one call gives. */
const MOST_PERMITS = 100;

export interface Admitted {
  /** How many jobs got a permit. */
  readonly count: number;
  /** Keys that may have more permits to give. */
  readonly unfinished: readonly LimitName[];
}

interface AdmittedRow extends LimitRow {
  readonly count: number;
}

/** Gives the free permits of the keys to the jobs that wait for them: by priority, then by age. */
export async function admitJobs(db: Database, limits: readonly LimitName[]): Promise<Admitted> {
  const rows = await withTransaction(db, async (transaction) => {
    await lock(transaction, limits);
    // Another statement and so a newer snapshot: it sees all that who had the lock before committed.
    return admit(transaction, limits);
  });
  return {
    count: rows.reduce((sum, { count }) => sum + count, 0),
    unfinished: limitNames(rows.filter(({ count }) => count === MOST_PERMITS)),
  };
}

/** Always in the same order, so that two never wait for each other. */
async function lock(transaction: Transaction<DB>, limits: readonly LimitName[]) {
  const names = limits.map(({ workspace, key }) => `${workspace}/${key}`);
  await sql`
    select pg_advisory_xact_lock(hash) from (
      select distinct hashtextextended(name, 0) as hash from unnest(${names}::text[]) n (name)
      order by 1
    ) hashes`.execute(transaction);
}

// Plan: for each key two counts of at most its limit in partial indexes; then for each tag that some
// worker serves, the first rows in job_limited_by_order, no more than there are permits. The first
// one that does not fit keeps those behind it back, or a job of an older version with a higher limit
// could pass it for ever.
async function admit(transaction: Transaction<DB>, limits: readonly LimitName[]) {
  const { rows } = await sql<AdmittedRow>`
    with asked as (
      select a.*, (
        (select count(*) from job_ready q
          where q.workspace_id = a.workspace_id and q.concurrency_key = a.concurrency_key)
        + (select count(*) from job_running r
          where r.workspace_id = a.workspace_id and r.concurrency_key = a.concurrency_key)
      )::int as held
      from unnest(${limits.map(({ workspace }) => workspace)}::text[],
        ${limits.map(({ key }) => key)}::text[]) as a (workspace_id, concurrency_key)
    ), served as materialized (
      select distinct unnest(tags) as tag, workspace_id from workers
    ), first as (
      select a.held, f.* from asked a cross join lateral (
        select distinct s.tag from served s
        where s.workspace_id is null or s.workspace_id = a.workspace_id
      ) s cross join lateral (
        select l.* from job_limited l
        where l.workspace_id = a.workspace_id and l.concurrency_key = a.concurrency_key
          and l.tag = s.tag
        order by l.priority desc, l.id
        limit greatest(0, least(${MOST_PERMITS}::int, (
          select t.concurrency_limit from job_limited t
          where t.workspace_id = a.workspace_id and t.concurrency_key = a.concurrency_key
            and t.tag = s.tag
          order by t.priority desc, t.id limit 1
        ) - a.held))
      ) f
    ), ranked as (
      select *, row_number() over (partition by workspace_id, concurrency_key
        order by priority desc, id) as rank from first
    ), fitting as (
      select id, rank, held + rank <= min(concurrency_limit) over (
        partition by workspace_id, concurrency_key order by rank) as fits
      from ranked
    ), admitted as (
      delete from job_limited l using fitting f
      where l.id = f.id and f.fits and f.rank <= ${MOST_PERMITS}
      returning l.*
    ), ready as (
      insert into job_ready (id, workspace_id, tag, priority, attempt, concurrency_key, turn)
      select id, workspace_id, tag, priority, attempt, concurrency_key,
        ${sql.raw(firstTurn("a"))} from admitted a
    )
    select workspace_id, concurrency_key, count(*)::int as count
    from admitted group by workspace_id, concurrency_key`.execute(transaction);
  return rows;
}
