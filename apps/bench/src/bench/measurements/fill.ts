import type { Database } from "@getoperate/db";

export interface Fill {
  readonly finished: number;
  /** For a worker that is not there. */
  readonly waiting: number;
}

const AT_ONCE = 50_000;

/** A tag that no server here serves. */
const FOREIGN_TAG = "bench-nobody";

/**
 * Fills the tables with jobs that are over and jobs that wait, in bulk. Their ids are of today, so
 * that they lie in the very partitions that new ones go to.
 */
export async function fill(db: Database, { finished, waiting }: Fill): Promise<void> {
  // It may take its time, which the other connections do not allow.
  const client = await db.dedicatedClient();
  const insert = async (count: number, rest: string) => {
    for (let done = 0; done < count; done += AT_ONCE) {
      const some = Math.min(AT_ONCE, count - done);
      await client.query(`${FACTS} ${rest}`, [some, FOREIGN_TAG]);
    }
  };
  try {
    await insert(finished, FINISHED);
    await insert(waiting, WAITING);
    await client.query("vacuum (analyze) jobs, job_results, job_ready");
  } finally {
    await client.end();
  }
}

// A UUIDv7: 48 bits of milliseconds since 1970, the rest by chance.
const FACTS = `
with today as (
  select date_trunc('day', now(), 'UTC') as start, now() - date_trunc('day', now(), 'UTC') as age
), times as (
  select start + age * random() as at from today, generate_series(1, $1::int)
), ids as (
  select at, md5(random()::text) as chance,
    lpad(to_hex(floor(extract(epoch from at) * 1000)::bigint), 12, '0') as time
  from times
), facts as (
  insert into jobs (id, workspace_id, path, hash, args, created_by, trigger, tag, priority,
    timeout_seconds, max_attempts, preprocess, created_at)
  select (time || '7' || substr(chance, 1, 3) || '8' || substr(chance, 4, 15))::uuid, 'main',
    'f/bench/add', '0123456789abcdef', '{"a":1,"b":2}', 'admin', 'webhook', $2, 0,
    900, 3, false, at
  from ids
  returning id, workspace_id, tag, priority, created_at
)`;

const FINISHED = `
insert into job_results (id, workspace_id, status, result, attempt, worker, started_at, duration_ms)
select id, workspace_id, 'success', '3', 1, 'bench', created_at, 1 from facts`;

const WAITING = `
insert into job_ready (id, workspace_id, tag, priority, attempt)
select id, workspace_id, tag, priority, 0 from facts`;
