// Hot path of every run: one statement commits a batch of jobs, their idempotency keys, and for
// those that a worker of this process takes, that they run there. Nothing was acknowledged before.
// It also checks, in the same snapshot, what the caller took from memory: that the token and the
// role are still valid and that the path still runs this version. So caches cost no freshness.
import type { ClaimedJob, DirectWorker, JsonText, TriggerKind } from "@getoperate/contract";
import { type Database, type PreparedStatement, withRetries } from "@getoperate/db";
import { Batcher } from "./batch.ts";

/** A job about to exist. */
export interface NewJob {
  readonly id: string;
  readonly workspace: string;
  readonly path: string;
  readonly hash: string;
  readonly args: JsonText;
  readonly createdBy: string;
  readonly trigger: TriggerKind;
  readonly tag: string;
  readonly priority: number;
  readonly timeoutSeconds: number;
  readonly maxAttempts: number;
  /** The token it was started with; its validity is checked again in the commit. */
  readonly token: { readonly id: string; readonly prefix: string; readonly role: string } | null;
  /** Whether it was asked for by path: then the path must still run `hash`. */
  readonly byPath: boolean;
  readonly idempotency: NewIdempotencyKey | null;
}

/** A caller's key, and a digest of all that its request says. */
export interface NewIdempotencyKey {
  readonly key: string;
  readonly route: string;
  readonly requestHash: Uint8Array;
}

/**
 * What became of it: `accepted` is committed; `key-taken` an earlier request has the key;
 * `token-gone` and `head-moved`: what the caller remembered is out of date, and nothing was stored.
 */
export type EnqueueOutcome = "accepted" | "key-taken" | "token-gone" | "head-moved";

const ENQUEUE: PreparedStatement = {
  name: "enqueue",
  // Plan: function scan of the batch, index probes by primary key, one insert a table.
  text: `
with input as (
  select * from unnest(
    $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]::json[], $6::text[], $7::uuid[],
    $8::text[], $9::text[], $10::text[], $11::text[], $12::smallint[], $13::int[], $14::smallint[],
    $15::boolean[], $16::text[], $17::text[], $18::bytea[], $19::uuid[]
  ) as i (
    id, workspace_id, path, hash, args, created_by, token_id,
    token_prefix, token_role, trigger, tag, priority, timeout_seconds, max_attempts,
    by_path, key, route, request_hash, worker_id
  )
), checked as materialized (
  select i.*, case
    when token_id is not null and not exists (
      select from tokens t join members m on m.workspace_id = t.workspace_id and m.username = t.owner
      where t.id = i.token_id and m.role = i.token_role
        and (t.expires_at is null or t.expires_at > now())
    ) then 'token-gone'
    when by_path and not exists (
      select from scripts s
      where s.workspace_id = i.workspace_id and s.path = i.path
        and s.head_hash = i.hash and s.archived_at is null
    ) then 'head-moved'
  end as fault
  from input i
), keys as (
  insert into idempotency_keys (workspace_id, owner, route, key, request_hash, job_id)
  select workspace_id, created_by, route, key, request_hash, id
  from checked where fault is null and key is not null
  order by workspace_id, created_by, route, key
  on conflict do nothing
  returning job_id
), accepted as materialized (
  select * from checked
  where fault is null and (key is null or id in (select job_id from keys))
), facts as (
  insert into jobs (id, workspace_id, path, hash, args, created_by, token_id, token_prefix, trigger,
    tag, priority, timeout_seconds, max_attempts)
  select id, workspace_id, path, hash, args, created_by, token_id, token_prefix, trigger,
    tag, priority, timeout_seconds, max_attempts
  from accepted
), ready as (
  insert into job_ready (id, workspace_id, tag, priority, attempt)
  select id, workspace_id, tag, priority, 0 from accepted where worker_id is null
), running as (
  insert into job_running (id, workspace_id, attempt, worker_id)
  select id, workspace_id, 1, worker_id from accepted where worker_id is not null
)
select c.id, coalesce(c.fault, case when a.id is null then 'key-taken' else 'accepted' end) as outcome
from checked c left join accepted a on a.id = c.id`,
};

const COMMITTED: PreparedStatement = {
  name: "enqueue-committed",
  text: "select id from jobs where id = any($1::uuid[])",
};

/** How long a caller waits at most while the database is away, milliseconds. */
const RETRY_MS = 5_000;

interface AttachedWorker {
  readonly id: string;
  readonly tags: ReadonlySet<string>;
  readonly direct: DirectWorker;
}

interface Placed {
  readonly job: NewJob;
  readonly worker: AttachedWorker | undefined;
}

/** Stores new jobs, many at a time, and hands them to a free slot of this process. */
export class Enqueuer {
  readonly #db: Database;
  readonly #onReady: () => void;
  readonly #batcher: Batcher<NewJob, EnqueueOutcome>;
  readonly #workers = new Map<string, AttachedWorker>();

  /** `onReady` is told when jobs were committed that wait for a claim. */
  constructor(db: Database, onReady: () => void) {
    this.#db = db;
    this.#onReady = onReady;
    this.#batcher = new Batcher({
      maxItems: 100,
      maxInFlight: 2,
      run: (jobs) => this.#store(jobs),
    });
  }

  /** Resolves after the commit. */
  enqueue(job: NewJob): Promise<EnqueueOutcome> {
    return this.#batcher.add(job);
  }

  attach(id: string, tags: readonly string[], direct: DirectWorker): void {
    this.#workers.set(id, { id, tags: new Set(tags), direct });
  }

  detach(id: string): void {
    this.#workers.delete(id);
  }

  async #store(jobs: readonly NewJob[]): Promise<EnqueueOutcome[]> {
    const placed = jobs.map((job) => ({ job, worker: this.#place(job) }));
    try {
      const outcomes = await this.#commit(placed);
      return placed.map((entry) => this.#handOver(entry, outcomes.get(entry.job.id)));
    } catch (error) {
      for (const { worker } of placed) {
        worker?.direct.unreserve();
      }
      throw error;
    }
  }

  #place(job: NewJob): AttachedWorker | undefined {
    for (const worker of this.#workers.values()) {
      if (worker.tags.has(job.tag) && worker.direct.reserve()) {
        return worker;
      }
    }
    return undefined;
  }

  #commit(placed: readonly Placed[]): Promise<Map<string, EnqueueOutcome>> {
    return withRetries(
      async (attempt) => {
        // The answer to an earlier try may be lost: what it committed is not stored again.
        const done = attempt === 0 ? new Set<string>() : await this.#committed(placed);
        const rest = placed.filter(({ job }) => !done.has(job.id));
        const outcomes = new Map<string, EnqueueOutcome>([...done].map((id) => [id, "accepted"]));
        if (rest.length > 0) {
          const rows = await this.#db.run<{ id: string; outcome: EnqueueOutcome }>(
            ENQUEUE,
            columnsOf(rest),
          );
          for (const { id, outcome } of rows) {
            outcomes.set(id, outcome);
          }
        }
        return outcomes;
      },
      { forMs: RETRY_MS },
    );
  }

  async #committed(placed: readonly Placed[]): Promise<Set<string>> {
    const ids = placed.map(({ job }) => job.id);
    const rows = await this.#db.run<{ id: string }>(COMMITTED, [ids]);
    return new Set(rows.map(({ id }) => id));
  }

  #handOver({ job, worker }: Placed, outcome: EnqueueOutcome | undefined): EnqueueOutcome {
    if (outcome !== "accepted") {
      worker?.direct.unreserve();
    } else if (worker === undefined) {
      this.#onReady();
    } else {
      worker.direct.start(firstAttempt(job));
    }
    return outcome ?? "head-moved";
  }
}

function firstAttempt(job: NewJob): ClaimedJob {
  const { id, workspace, hash, path, args, createdBy, timeoutSeconds } = job;
  return { id, attempt: 1, workspace, hash, path, args, createdBy, timeoutSeconds };
}

/** The batch as one array a column, in the order of the statement's parameters. */
function columnsOf(placed: readonly Placed[]): unknown[] {
  const column = <Value>(pick: (job: NewJob) => Value) => placed.map(({ job }) => pick(job));
  return [
    column((job) => job.id),
    column((job) => job.workspace),
    column((job) => job.path),
    column((job) => job.hash),
    column((job) => job.args),
    column((job) => job.createdBy),
    column((job) => job.token?.id ?? null),
    column((job) => job.token?.prefix ?? null),
    column((job) => job.token?.role ?? null),
    column((job) => job.trigger),
    column((job) => job.tag),
    column((job) => job.priority),
    column((job) => job.timeoutSeconds),
    column((job) => job.maxAttempts),
    column((job) => job.byPath),
    column((job) => job.idempotency?.key ?? null),
    column((job) => job.idempotency?.route ?? null),
    column((job) => (job.idempotency === null ? null : Buffer.from(job.idempotency.requestHash))),
    placed.map(({ worker }) => worker?.id ?? null),
  ];
}
