// Hot path of every run: one statement commits what a worker finished and claims what it does next.
import type { ClaimedJob, Completion, ExchangeAnswer, ExchangeRequest } from "@getoperate/contract";
import { type Database, isPassingFault, type PreparedStatement, withRetries } from "@getoperate/db";
import { type LimitName, limitNames } from "./admit.ts";
import { CLAIMED_COLUMNS, exchangeQuery } from "./exchange-statement.ts";
import { isLarge, pack } from "./large-values.ts";

const ALREADY_COMPLETED: PreparedStatement = {
  name: "already-completed",
  text: `select r.id, r.attempt from job_results r
join unnest($1::uuid[], $2::int[]) as i (id, attempt) on i.id = r.id and i.attempt = r.attempt`,
};

const RUNNING_HERE: PreparedStatement = {
  name: "running-here",
  text: `select r.id, r.attempt, false as done, j.workspace_id, ${CLAIMED_COLUMNS}
from job_running r join jobs j on j.id = r.id
where r.worker_id = $1 and r.id <> all($2::uuid[])`,
};

interface ExchangeRow {
  readonly id: string;
  readonly attempt: number;
  readonly done: boolean;
  readonly workspace_id: string;
  /** Of what is done: what else waits for a permit of this key may have its one. */
  readonly concurrency_key: string | null;
  readonly hash: string;
  readonly path: string;
  readonly args: string | null;
  readonly created_by: string;
  readonly timeout_seconds: number;
  readonly preprocess: boolean;
}

/** How long a worker keeps trying to bring its results home, milliseconds. */
const RETRY_MS = 60_000;

export interface ExchangeContext {
  readonly db: Database;
  readonly workerId: string;
  /** Jobs the worker knows to be running in it, those that end here included. */
  readonly known: () => readonly string[];
  /** Whether the same was asked before, by a worker that got no answer. */
  readonly isRepeated?: boolean;
  /** Told of the permits that the completions gave back. */
  readonly onFreed: (limits: readonly LimitName[]) => void;
}

/**
 * Commits completions and claims; after a lost answer it looks at what was committed first. A
 * completion that PostgreSQL refuses ends its job as a failure and keeps none of the others back.
 * One with a large result is committed by itself, behind the others.
 */
export async function exchange(
  context: ExchangeContext,
  { completions, claim }: ExchangeRequest,
): Promise<ExchangeAnswer> {
  const small = completions.filter(({ result }) => !isLarge(result));
  const answer = await exchangeSmall(context, { completions: small, claim });
  const refused = [...answer.refused];
  for (const completion of completions.filter(({ result }) => isLarge(result))) {
    refused.push(...(await completeAlone(context, completion)));
  }
  return { ...answer, refused };
}

async function exchangeSmall(
  context: ExchangeContext,
  request: ExchangeRequest,
): Promise<ExchangeAnswer> {
  try {
    return await persistently(context, request);
  } catch (error) {
    if (isPassingFault(error) || request.completions.length === 0) {
      throw error;
    }
    const refused: string[] = [];
    for (const completion of request.completions) {
      refused.push(...(await completeAlone(context, completion)));
    }
    return { refused, claimed: [] };
  }
}

async function completeAlone(
  context: ExchangeContext,
  completion: Completion,
): Promise<readonly string[]> {
  const complete = async (one: Completion) =>
    (await persistently(context, { completions: [one], claim: 0 })).refused;
  try {
    return await complete(completion);
  } catch (error) {
    if (isPassingFault(error)) {
      throw error;
    }
    return complete({ ...completion, status: "failure", result: UNSTORABLE, logs: "" });
  }
}

const UNSTORABLE = JSON.stringify({
  error: { name: "ResultError", message: "The result could not be stored." },
});

function persistently(context: ExchangeContext, request: ExchangeRequest): Promise<ExchangeAnswer> {
  return withRetries(
    async (attempt) => {
      if (attempt === 0 && context.isRepeated !== true) {
        return once(context, request);
      }
      // An answer was lost. Claims it may have made are found by the worker's own rows, completions
      // by their results; only what is in neither is tried again.
      const completed = await alreadyCompleted(context.db, request.completions);
      const rest = request.completions.filter(({ id }) => !completed.has(id));
      const { refused } = await once(context, { completions: rest, claim: 0 });
      // The earlier try may have been under way still, and came first.
      const meanwhile = await alreadyCompleted(
        context.db,
        rest.filter(({ id }) => refused.includes(id)),
      );
      const known = context.known();
      const claimed = await runningHere(context.db, context.workerId, known);
      return { refused: refused.filter((id) => !meanwhile.has(id)), claimed };
    },
    { forMs: RETRY_MS },
  );
}

/** Attempts that are recorded as running in the worker, without those it knows of. */
export async function runningHere(
  db: Database,
  workerId: string,
  known: readonly string[],
): Promise<ClaimedJob[]> {
  const rows = await db.run<ExchangeRow>(RUNNING_HERE, [workerId, known]);
  return rows.map(toClaimedJob);
}

async function once(context: ExchangeContext, request: ExchangeRequest): Promise<ExchangeAnswer> {
  const { completions, claim } = request;
  if (completions.length === 0 && claim === 0) {
    return { refused: [], claimed: [] };
  }
  const rows = await run(context, request);
  const done = rows.filter((row) => row.done);
  const freed = limitNames(done);
  if (freed.length > 0) {
    context.onFreed(freed);
  }
  const accepted = new Set(done.map(({ id }) => id));
  return {
    refused: completions.filter(({ id }) => !accepted.has(id)).map(({ id }) => id),
    claimed: rows.filter(({ done }) => !done).map(toClaimedJob),
  };
}

async function run(
  { db, workerId }: ExchangeContext,
  { completions, claim }: ExchangeRequest,
): Promise<readonly ExchangeRow[]> {
  const [first] = completions;
  const largeResult =
    first !== undefined && isLarge(first.result) ? await pack(first.result) : undefined;
  const { statement, values } = exchangeQuery({ workerId, completions, claim, largeResult });
  return db.run<ExchangeRow>(statement, values);
}

async function alreadyCompleted(
  db: Database,
  completions: readonly Completion[],
): Promise<Set<string>> {
  if (completions.length === 0) {
    return new Set();
  }
  const rows = await db.run<{ id: string }>(ALREADY_COMPLETED, [
    completions.map(({ id }) => id),
    completions.map(({ attempt }) => attempt),
  ]);
  return new Set(rows.map(({ id }) => id));
}

function toClaimedJob(row: ExchangeRow): ClaimedJob {
  return {
    id: row.id,
    attempt: row.attempt,
    workspace: row.workspace_id,
    hash: row.hash,
    path: row.path,
    args: row.args,
    createdBy: row.created_by,
    timeoutSeconds: row.timeout_seconds,
    preprocess: row.preprocess,
  };
}
