// Hot path of every run: one statement commits a batch of jobs, their idempotency keys, and for
// those that a worker of this process takes, that they run there. Nothing was acknowledged before.
// It also checks, in the same snapshot, what the caller took from memory: that the token and the
// role are still valid and that the path still runs this version. So caches cost no freshness.
import {
  type Database,
  databaseAway,
  isUniqueViolation,
  type PreparedStatement,
  withRetries,
} from "@getoperate/db";
import type { EnqueueOutcome, NewJob } from "./new-job.ts";
import { argsColumn, type PlacedJob, storeQuery } from "./store-statement.ts";
import type { GivenTurn } from "./turns.ts";

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

/** Jobs for one statement; one with large arguments is alone. */
export interface JobBatch {
  readonly placed: readonly PlacedJob[];
  readonly largeArgs: Buffer | undefined;
}

/** What became of a job, and its turn; null, too, after a lost answer. */
export interface Stored extends GivenTurn {
  readonly outcome: EnqueueOutcome;
}

type Outcomes = ReadonlyMap<string, Stored>;

interface Row extends Stored {
  readonly id: string;
}

/** Commits the jobs, each once whatever happens to the answers; says by id what became of them. */
export function storeJobs(db: Database, batch: JobBatch): Promise<Outcomes> {
  return withRetries((attempt) => (attempt === 0 ? insert(db, batch) : insertRest(db, batch)), {
    forMs: RETRY_MS,
  });
}

/** The answer to an earlier try may be lost: what it committed is not stored again. */
async function insertRest(db: Database, batch: JobBatch): Promise<Outcomes> {
  const done = await committed(db, batch);
  const rest = batch.placed.filter(({ job }) => !done.has(job.id));
  const outcomes = rest.length === 0 ? [] : await insertAgain(db, { ...batch, placed: rest });
  return new Map([...outcomes, ...acceptedAll(done)]);
}

/** The earlier try may still be under way, and be committed between our looks. */
async function insertAgain(db: Database, batch: JobBatch): Promise<Outcomes> {
  try {
    const outcomes = await insert(db, batch);
    const refused = batch.placed.filter(({ job }) => outcomes.get(job.id)?.outcome !== "accepted");
    const done = refused.length === 0 ? [] : await committed(db, { ...batch, placed: refused });
    return new Map([...outcomes, ...acceptedAll(done)]);
  } catch (error) {
    throw isUniqueViolation(error) ? databaseAway(error) : error;
  }
}

async function insert(db: Database, { placed, largeArgs }: JobBatch): Promise<Outcomes> {
  try {
    const { statement, values } = storeQuery(placed, largeArgs);
    const rows = await db.run<Row>(statement, values);
    const outcomes = new Map<string, Stored>(acceptedAll(placed.map(({ job }) => job.id)));
    for (const row of rows) {
      outcomes.set(row.id, row);
    }
    return outcomes;
  } catch (error) {
    const [only, ...others] = placed;
    if (only?.job.isOwnId === true && others.length === 0 && isUniqueViolation(error)) {
      // Another statement took the id at the same time.
      return new Map([[only.job.id, { outcome: "id-taken", ...NO_TURN }]]);
    }
    throw error;
  }
}

async function committed(db: Database, { placed, largeArgs }: JobBatch): Promise<Set<string>> {
  const column = (pick: (job: NewJob) => string | null) => placed.map(({ job }) => pick(job));
  const rows = await db.run<{ id: string }>(COMMITTED, [
    column(({ id }) => id),
    column(({ hash }) => hash),
    column(({ createdBy }) => createdBy),
    column(argsColumn),
    largeArgs ?? null,
  ]);
  return new Set(rows.map(({ id }) => id));
}

const NO_TURN: GivenTurn = { turn: null, first: null };

function acceptedAll(ids: Iterable<string>): [string, Stored][] {
  return Array.from(ids, (id) => [id, { outcome: "accepted", ...NO_TURN }]);
}
