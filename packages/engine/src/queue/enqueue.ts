// Hot path of every run: one statement commits a batch of jobs, their idempotency keys, and for
// those that a worker of this process takes, that they run there. Nothing was acknowledged before.
// It also checks, in the same snapshot, what the caller took from memory: that the token and the
// role are still valid and that the path still runs this version. So caches cost no freshness.
import type { ClaimedJob, DirectWorker, JsonText, TriggerKind } from "@getoperate/contract";
import {
  type Database,
  databaseAway,
  isUniqueViolation,
  type PreparedStatement,
  withRetries,
} from "@getoperate/db";
import { Batcher } from "./batch.ts";
import { isLarge, pack } from "./large-values.ts";
import { QueueBound } from "./queue-bound.ts";

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
  /** Whether `args` is an event for the script's preprocessor. */
  readonly preprocess: boolean;
  /** The token it was started with; its validity is checked again in the commit. */
  readonly token: { readonly id: string; readonly prefix: string; readonly role: string } | null;
  /** The token's label, as it was then. */
  readonly label: string | null;
  /** The job whose own token started this one. */
  readonly parentId: string | null;
  /** When it may start, by the database's clock; null: at once. */
  readonly schedule: JobSchedule | null;
  /** Whether the caller chose the id, which may be taken then. */
  readonly isOwnId: boolean;
  /** Whether it was asked for by path: then the path must still run `hash`. */
  readonly byPath: boolean;
  readonly idempotency: NewIdempotencyKey | null;
}

export type JobSchedule = { readonly at: Date } | { readonly inSeconds: number };

/** A caller's key, and a digest of all that its request says. */
export interface NewIdempotencyKey {
  readonly key: string;
  readonly route: string;
  readonly requestHash: Uint8Array;
}

/**
 * What became of it: `accepted` is committed; `key-taken` an earlier request has the key;
 * `queue-full` too many jobs of the workspace wait; `id-taken` there is a job of the id that the caller chose; `token-gone` and `head-moved`: what the
 * caller remembered is out of date, and nothing was stored.
 */
export type EnqueueOutcome =
  | "accepted"
  | "key-taken"
  | "queue-full"
  | "id-taken"
  | "token-gone"
  | "head-moved";

// Plan: function scan of the batch, index probes by primary key, one insert a table. Through the
// limit, the number of jobs, the planner expects few of them; otherwise it takes a plan for any
// batch for dearer than one for a single job, and plans each anew, which takes longer than to run it.
const STORE = `
with input as (
  select * from unnest(
    $1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]::json[], $6::text[], $7::uuid[],
    $8::text[], $9::text[], $10::text[], $11::text[], $12::smallint[], $13::int[], $14::smallint[],
    $15::boolean[], $16::text[], $17::text[], $18::bytea[], $19::uuid[], $20::text[], $21::uuid[],
    $22::timestamptz[], $23::int[], $24::boolean[], $25::boolean[]
  ) as i (
    id, workspace_id, path, hash, args, created_by, token_id,
    token_prefix, token_role, trigger, tag, priority, timeout_seconds, max_attempts,
    by_path, key, route, request_hash, worker_id, label, parent_id,
    scheduled_for, delay_seconds, own_id, preprocess
  )
  limit $26
), checked as materialized (
  select i.*, coalesce(scheduled_for, now() + make_interval(secs => delay_seconds)) as run_at, case
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
    when own_id and exists (select from jobs j where j.id = i.id) then 'id-taken'
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
  insert into jobs (id, workspace_id, path, hash, args, created_by, token_id, token_prefix, label,
    parent_id, trigger, tag, priority, timeout_seconds, max_attempts, preprocess, scheduled_for)
  select id, workspace_id, path, hash, args, created_by, token_id, token_prefix, label,
    parent_id, trigger, tag, priority, timeout_seconds, max_attempts, preprocess, run_at
  from accepted
), ready as (
  insert into job_ready (id, workspace_id, tag, priority, attempt)
  select id, workspace_id, tag, priority, 0 from accepted
  where worker_id is null and (run_at is null or run_at <= now())
), scheduled as (
  insert into job_scheduled (id, workspace_id, tag, priority, run_at)
  select id, workspace_id, tag, priority, run_at from accepted where run_at > now()
), running as (
  insert into job_running (id, workspace_id, attempt, worker_id)
  select id, workspace_id, 1, worker_id from accepted where worker_id is not null
)`;

const OUTCOMES = `
select id, coalesce(fault, case
  when key is null or id in (select job_id from keys) then 'accepted' else 'key-taken'
end) as outcome
from checked`;

const ENQUEUE: PreparedStatement = { name: "enqueue", text: STORE + OUTCOMES };

/** For one job alone. */
const ENQUEUE_LARGE: PreparedStatement = {
  name: "enqueue-large",
  text: `${STORE}, aside as (
  insert into job_values (job_id, kind, content) select id, 'args', $27::bytea from accepted
)${OUTCOMES}`,
};

// A chosen id may be another job's, so the whole of the job is compared.
const COMMITTED: PreparedStatement = {
  name: "enqueue-committed",
  text: `
select j.id from jobs j
join unnest($1::uuid[], $2::text[], $3::text[], $4::text[]) as i (id, hash, created_by, args)
on j.id = i.id and j.hash = i.hash and j.created_by = i.created_by and (j.args::text = i.args
  or i.args is null and (
    select v.content = $5::bytea from job_values v where v.job_id = j.id and v.kind = 'args'))`,
};

/** How long a caller waits at most while the database is away, milliseconds. */
const RETRY_MS = 5_000;

interface AttachedWorker {
  readonly id: string;
  readonly tags: ReadonlySet<string>;
  readonly direct: DirectWorker;
}

interface Outcome {
  readonly id: string;
  readonly outcome: EnqueueOutcome;
}

interface Placed {
  readonly job: NewJob;
  readonly worker: AttachedWorker | undefined;
}

/** Jobs for one statement; one with large arguments is alone. */
interface Batch {
  readonly placed: readonly Placed[];
  readonly largeArgs: Buffer | undefined;
}

/** Most of the arguments in one statement, characters. */
const BATCH_SIZE = 1024 * 1024;

/** News of jobs that were committed and not handed to a worker at once. */
export interface EnqueueNews {
  /** They wait for a claim. */
  readonly onReady: () => void;
  /** They wait for their time. */
  readonly onScheduled: () => void;
}

export interface EnqueuerOptions extends EnqueueNews {
  /** Most jobs of a workspace that may wait. */
  readonly queueLimit: number;
}

/** Stores new jobs, many at a time, and hands them to a free slot of this process. */
export class Enqueuer implements Disposable {
  readonly #db: Database;
  readonly #news: EnqueueNews;
  readonly #batcher: Batcher<NewJob, EnqueueOutcome>;
  /** A lane of their own for large arguments, so that they hold up no small ones. */
  readonly #large: Batcher<NewJob, EnqueueOutcome>;
  readonly #bound: QueueBound;
  readonly #workers = new Map<string, AttachedWorker>();

  constructor(db: Database, options: EnqueuerOptions) {
    this.#db = db;
    this.#news = options;
    this.#bound = new QueueBound(db, options.queueLimit);
    const run = (jobs: readonly NewJob[]) => this.#store(jobs);
    this.#batcher = new Batcher({
      maxItems: 100,
      maxSize: BATCH_SIZE,
      sizeOf: ({ args }) => args.length,
      maxInFlight: 2,
      run,
    });
    this.#large = new Batcher({ maxItems: 1, maxInFlight: 2, run });
  }

  /** Resolves after the commit, or with why nothing was stored. */
  async enqueue(job: NewJob): Promise<EnqueueOutcome> {
    if (this.#bound.isFull(job.workspace)) {
      return "queue-full";
    }
    return (isLarge(job.args) ? this.#large : this.#batcher).add(job);
  }

  [Symbol.dispose](): void {
    this.#bound[Symbol.dispose]();
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
      const [first] = jobs;
      const isAside = first !== undefined && isLarge(first.args);
      const largeArgs = isAside ? await pack(first.args) : undefined;
      const outcomes = await this.#commit({ placed, largeArgs });
      return placed.map((entry) => this.#handOver(entry, outcomes.get(entry.job.id)));
    } catch (error) {
      for (const { worker } of placed) {
        worker?.direct.unreserve();
      }
      throw error;
    }
  }

  #place(job: NewJob): AttachedWorker | undefined {
    if (job.schedule !== null) {
      return undefined;
    }
    for (const worker of this.#workers.values()) {
      if (worker.tags.has(job.tag) && worker.direct.reserve()) {
        return worker;
      }
    }
    return undefined;
  }

  #commit(batch: Batch): Promise<Map<string, EnqueueOutcome>> {
    return withRetries(
      async (attempt) => {
        if (attempt === 0) {
          return toOutcomes(await this.#insert(batch));
        }
        // The answer to an earlier try may be lost: what it committed is not stored again.
        const done = await this.#committed(batch);
        const rest = batch.placed.filter(({ job }) => !done.has(job.id));
        const outcomes =
          rest.length === 0 ? new Map() : await this.#insertAgain({ ...batch, placed: rest });
        return new Map([...outcomes, ...acceptedAll(done)]);
      },
      { forMs: RETRY_MS },
    );
  }

  /** The earlier try may still be under way, and be committed between our looks. */
  async #insertAgain(batch: Batch): Promise<Map<string, EnqueueOutcome>> {
    try {
      const outcomes = toOutcomes(await this.#insert(batch));
      const refused = batch.placed.filter(({ job }) => outcomes.get(job.id) !== "accepted");
      const done = refused.length === 0 ? [] : await this.#committed({ ...batch, placed: refused });
      return new Map([...outcomes, ...acceptedAll(done)]);
    } catch (error) {
      throw isUniqueViolation(error) ? databaseAway(error) : error;
    }
  }

  async #insert({ placed, largeArgs }: Batch): Promise<readonly Outcome[]> {
    try {
      return await (largeArgs === undefined
        ? this.#db.run<Outcome>(ENQUEUE, columnsOf(placed))
        : this.#db.run<Outcome>(ENQUEUE_LARGE, [...columnsOf(placed), largeArgs]));
    } catch (error) {
      const [only, ...others] = placed;
      if (only?.job.isOwnId === true && others.length === 0 && isUniqueViolation(error)) {
        // Another statement took the id at the same time.
        return [{ id: only.job.id, outcome: "id-taken" }];
      }
      throw error;
    }
  }

  async #committed({ placed, largeArgs }: Batch): Promise<Set<string>> {
    const column = (pick: (job: NewJob) => string | null) => placed.map(({ job }) => pick(job));
    const rows = await this.#db.run<{ id: string }>(COMMITTED, [
      column(({ id }) => id),
      column(({ hash }) => hash),
      column(({ createdBy }) => createdBy),
      column(argsColumn),
      largeArgs ?? null,
    ]);
    return new Set(rows.map(({ id }) => id));
  }

  #handOver({ job, worker }: Placed, outcome: EnqueueOutcome | undefined): EnqueueOutcome {
    if (outcome !== "accepted") {
      worker?.direct.unreserve();
    } else if (worker !== undefined) {
      worker.direct.start(firstAttempt(job));
    } else {
      this.#bound.note(job.workspace);
      const { onReady, onScheduled } = this.#news;
      (job.schedule === null ? onReady : onScheduled)();
    }
    return outcome ?? "head-moved";
  }
}

function toOutcomes(rows: readonly Outcome[]): Map<string, EnqueueOutcome> {
  return new Map(rows.map(({ id, outcome }) => [id, outcome]));
}

function acceptedAll(ids: Iterable<string>): [string, EnqueueOutcome][] {
  return Array.from(ids, (id) => [id, "accepted"]);
}

function firstAttempt(job: NewJob): ClaimedJob {
  const { id, workspace, hash, path, args, createdBy, timeoutSeconds, preprocess } = job;
  return { id, attempt: 1, workspace, hash, path, args, createdBy, timeoutSeconds, preprocess };
}

function argsColumn({ args }: NewJob): string | null {
  return isLarge(args) ? null : args;
}

/** The batch as one array a column, in the order of the statement's parameters, and its length. */
function columnsOf(placed: readonly Placed[]): unknown[] {
  const column = <Value>(pick: (job: NewJob) => Value) => placed.map(({ job }) => pick(job));
  return [
    column((job) => job.id),
    column((job) => job.workspace),
    column((job) => job.path),
    column((job) => job.hash),
    column(argsColumn),
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
    column((job) => job.label),
    column((job) => job.parentId),
    column(({ schedule }) => (schedule !== null && "at" in schedule ? schedule.at : null)),
    column(({ schedule }) =>
      schedule !== null && "inSeconds" in schedule ? schedule.inSeconds : null,
    ),
    column((job) => job.isOwnId),
    column((job) => job.preprocess),
    placed.length,
  ];
}
