// The statement that stores a batch of jobs, and its values. What most batches do without (callers'
// keys and ids, times, limits, a place in the queue) is left out of it where a batch does, for each
// table and each column costs every job.
import type { PreparedStatement } from "@getoperate/db";
import { isLarge } from "./large-values.ts";
import type { NewJob } from "./new-job.ts";
import { firstTurn, lastTurn, type PlannedTurn } from "./turns.ts";

/** A job, and the worker of this process that takes it or else its turn. */
export interface PlacedJob {
  readonly job: NewJob;
  readonly workerId: string | undefined;
  readonly turn: PlannedTurn | undefined;
}

/** What the jobs of a batch need. */
interface Shape {
  readonly name: string;
  /** One waits for a claim. */
  readonly waits: boolean;
  /** One has a key, an id of its caller's, a time or a limit. */
  readonly isSpecial: boolean;
  /** It is alone, and its arguments are stored aside. */
  readonly isLarge: boolean;
}

interface Column<Item> {
  readonly name: string;
  readonly type: string;
  readonly of: (item: Item) => unknown;
}

/** What many jobs of a batch have in common, so that it is sent and checked once. */
const KIND: readonly Column<NewJob>[] = [
  { name: "workspace_id", type: "text", of: (job) => job.workspace },
  { name: "path", type: "text", of: (job) => job.path },
  { name: "hash", type: "text", of: (job) => job.hash },
  { name: "created_by", type: "text", of: (job) => job.createdBy },
  { name: "token_id", type: "uuid", of: (job) => job.token?.id ?? null },
  { name: "token_prefix", type: "text", of: (job) => job.token?.prefix ?? null },
  { name: "token_role", type: "text", of: (job) => job.token?.role ?? null },
  { name: "label", type: "text", of: (job) => job.label },
  { name: "parent_id", type: "uuid", of: (job) => job.parentId },
  { name: "trigger", type: "text", of: (job) => job.trigger },
  { name: "tag", type: "text", of: (job) => job.tag },
  { name: "priority", type: "smallint", of: (job) => job.priority },
  { name: "timeout_seconds", type: "int", of: (job) => job.timeoutSeconds },
  { name: "max_attempts", type: "smallint", of: (job) => job.maxAttempts },
  { name: "preprocess", type: "boolean", of: (job) => job.preprocess },
  { name: "by_path", type: "boolean", of: (job) => job.byPath },
];

/** What each job has of its own, beside its kind's number. */
const OWN: readonly Column<PlacedJob>[] = [
  { name: "id", type: "uuid", of: ({ job }) => job.id },
  // As text, which nobody on the way looks into.
  { name: "args", type: "text[]::json", of: ({ job }) => argsColumn(job) },
  { name: "worker_id", type: "uuid", of: ({ workerId }) => workerId ?? null },
];

const WAITING: readonly Column<PlacedJob>[] = [
  { name: "last_turn", type: "bigint", of: ({ turn }) => turn?.last ?? null },
  { name: "ahead", type: "bigint", of: ({ turn }) => turn?.ahead ?? null },
];

const SPECIAL: readonly Column<PlacedJob>[] = [
  { name: "key", type: "text", of: ({ job }) => job.idempotency?.key ?? null },
  { name: "route", type: "text", of: ({ job }) => job.idempotency?.route ?? null },
  {
    name: "request_hash",
    type: "bytea",
    of: ({ job }) => job.idempotency && Buffer.from(job.idempotency.requestHash),
  },
  { name: "own_id", type: "boolean", of: ({ job }) => job.isOwnId },
  {
    name: "scheduled_for",
    type: "timestamptz",
    of: ({ job: { schedule } }) => (schedule !== null && "at" in schedule ? schedule.at : null),
  },
  {
    name: "delay_seconds",
    type: "int",
    of: ({ job: { schedule } }) =>
      schedule !== null && "inSeconds" in schedule ? schedule.inSeconds : null,
  },
  { name: "concurrency_key", type: "text", of: ({ job }) => job.concurrency?.key ?? null },
  { name: "concurrency_limit", type: "int", of: ({ job }) => job.concurrency?.limit ?? null },
];

/** Arguments that lie with their job. */
export function argsColumn({ args }: NewJob): string | null {
  return isLarge(args) ? null : args;
}

interface StoreStatement {
  readonly statement: PreparedStatement;
  readonly own: readonly Column<PlacedJob>[];
}

/** What stores these jobs, with the values for it. `largeArgs` are those of a job that is alone. */
export function storeQuery(
  placed: readonly PlacedJob[],
  largeArgs: Buffer | undefined,
): { readonly statement: PreparedStatement; readonly values: unknown[] } {
  const { statement, own } = statementFor(placed, largeArgs);
  const { kinds, numbers } = kindsOf(placed);
  const values = [
    ...KIND.map((column) => kinds.map(column.of)),
    ...own.map((column) => placed.map(column.of)),
    numbers,
    placed.length,
  ];
  return { statement, values: largeArgs === undefined ? values : [...values, largeArgs] };
}

function statementFor(placed: readonly PlacedJob[], largeArgs: Buffer | undefined): StoreStatement {
  if (largeArgs !== undefined) {
    return LARGE;
  }
  if (placed.some(({ job }) => isSpecial(job))) {
    return SPECIALS;
  }
  return placed.some(({ workerId }) => workerId === undefined) ? PLAIN : HERE;
}

function isSpecial({ idempotency, isOwnId, schedule, concurrency }: NewJob): boolean {
  return isOwnId || idempotency !== null || schedule !== null || concurrency !== null;
}

/** One job of each kind, and for each job the number of its kind, from 1. */
function kindsOf(placed: readonly PlacedJob[]): { kinds: NewJob[]; numbers: number[] } {
  const known = new Map<string, number>();
  const kinds: NewJob[] = [];
  const numbers = placed.map(({ job }) => {
    const kind = JSON.stringify(KIND.map((column) => column.of(job)));
    const number = known.get(kind) ?? kinds.push(job);
    known.set(kind, number);
    return number;
  });
  return { kinds, numbers };
}

function storeStatement(shape: Shape): StoreStatement {
  const own = [...OWN, ...(shape.waits ? WAITING : []), ...(shape.isSpecial ? SPECIAL : [])];
  return { statement: { name: `enqueue-${shape.name}`, text: textOf(shape, own) }, own };
}

// Plan: function scans of the batch, index probes by primary key once a kind, one insert a table.
// Through the limit, the number of jobs, the planner expects few of them.
function textOf(shape: Shape, own: readonly Column<PlacedJob>[]): string {
  // Behind the columns come the numbers of kinds, how many jobs there are, and large arguments.
  const last = KIND.length + own.length;
  return `
with kinds as materialized (
  select k.*, ${FAULT_OF_KIND} as fault
  from unnest(${parameters(KIND, 1)}) with ordinality as k (${names(KIND)}, kind)
), input as (
  select * from unnest(${parameters(own, KIND.length + 1)}, $${last + 1}::int[])
    as i (${names(own)}, kind)
  limit $${last + 2}
)${shape.waits ? QUEUES : ""}, checked as materialized (
  select i.*, ${names(KIND, "k.")}, ${columnsOf(shape)}
  from input i join kinds k on k.kind = i.kind
  ${shape.waits ? "left join queues q on i.worker_id is null and q.tag = k.tag and q.priority = k.priority" : ""}
)${shape.isSpecial ? KEYS : ""}, accepted as materialized (
  select * from checked where fault is null
  ${shape.isSpecial ? "and (key is null or id in (select job_id from keys))" : ""}
), ${insertsOf(shape)}${shape.isLarge ? aside(last + 3) : ""}
${outcomesOf(shape)}`;
}

const FAULT_OF_KIND = `case
    when token_id is not null and not exists (
      select from tokens t join members m on m.workspace_id = t.workspace_id and m.username = t.owner
      where t.id = k.token_id and m.role = k.token_role
        and (t.expires_at is null or t.expires_at > now())
    ) then 'token-gone'
    when by_path and not exists (
      select from scripts s
      where s.workspace_id = k.workspace_id and s.path = k.path
        and s.head_hash = k.hash and s.archived_at is null
    ) then 'head-moved'
  end`;

const QUEUES = `, queues as materialized (
  select tag, priority, ${firstTurn("q")} as first, ${lastTurn("q")} as last
  from (
    select distinct k.tag, k.priority from input i join kinds k on k.kind = i.kind
    where i.worker_id is null
  ) q
)`;

const KEYS = `, keys as (
  insert into idempotency_keys (workspace_id, owner, route, key, request_hash, job_id)
  select workspace_id, created_by, route, key, request_hash, id
  from checked where fault is null and key is not null
  order by workspace_id, created_by, route, key
  on conflict do nothing
  returning job_id
)`;

function columnsOf({ waits, isSpecial }: Shape): string {
  const turn = "q.first, greatest(q.first, least(i.last_turn, q.last)) + i.ahead as turn";
  const time = "coalesce(scheduled_for, now() + make_interval(secs => delay_seconds)) as run_at";
  const fault = `case when k.fault is not null then k.fault
    when own_id and exists (select from jobs j where j.id = i.id) then 'id-taken' end as fault`;
  return [...(waits ? [turn] : []), ...(isSpecial ? [time, fault] : ["k.fault"])].join(", ");
}

/** What is a condition of special jobs: their time has come, or they have none. */
const IS_DUE = "(run_at is null or run_at <= now())";

/** What waits for a claim. */
function isReady({ isSpecial }: Pick<Shape, "isSpecial">): string {
  return `worker_id is null${isSpecial ? ` and concurrency_key is null and ${IS_DUE}` : ""}`;
}

function insertsOf({ waits, isSpecial }: Shape): string {
  const facts = `id, workspace_id, path, hash, args, created_by, token_id, token_prefix, label,
    parent_id, trigger, tag, priority, timeout_seconds, max_attempts, preprocess`;
  const limits = isSpecial ? ", concurrency_key, concurrency_limit" : "";
  return `facts as (
  insert into jobs (${facts}${limits}${isSpecial ? ", scheduled_for" : ""})
  select ${facts}${limits}${isSpecial ? ", run_at" : ""} from accepted
), running as (
  insert into job_running (id, workspace_id, attempt, worker_id)
  select id, workspace_id, 1, worker_id from accepted where worker_id is not null
)${
    waits
      ? `, ready as (
  insert into job_ready (id, workspace_id, tag, priority, attempt, turn)
  select id, workspace_id, tag, priority, 0, turn from accepted
  where ${isReady({ isSpecial })}
)`
      : ""
  }${isSpecial ? LIMITED_AND_SCHEDULED : ""}`;
}

const LIMITED_AND_SCHEDULED = `, limited as (
  insert into job_limited (id, workspace_id, concurrency_key, concurrency_limit, tag, priority, attempt)
  select id, workspace_id, concurrency_key, concurrency_limit, tag, priority, 0 from accepted
  where concurrency_key is not null and ${IS_DUE}
), scheduled as (
  insert into job_scheduled (id, workspace_id, tag, priority, run_at)
  select id, workspace_id, tag, priority, run_at from accepted where run_at > now()
)`;

function aside(parameter: number): string {
  return `, aside as (
  insert into job_values (job_id, kind, content)
  select id, 'args', $${parameter}::bytea from accepted
)`;
}

/** Jobs that a worker of this process took are named only if they were refused. */
function outcomesOf({ waits, isSpecial }: Shape): string {
  if (!waits) {
    return `select id, fault as outcome, null::float8 as first, null::float8 as turn
from checked where fault is not null`;
  }
  const accepted = isSpecial
    ? `case
  when key is null or id in (select job_id from keys) then 'accepted' else 'key-taken' end`
    : "'accepted'";
  return `select id, coalesce(fault, ${accepted}) as outcome, first::float8, case
  when ${isReady({ isSpecial })} then turn::float8 end as turn
from checked`;
}

function names(columns: readonly { readonly name: string }[], prefix = ""): string {
  return columns.map(({ name }) => `${prefix}${name}`).join(", ");
}

function parameters(columns: readonly { readonly type: string }[], from: number): string {
  return columns.map(({ type }, at) => `$${from + at}::${type}[]`).join(", ");
}

const HERE = storeStatement({ name: "here", waits: false, isSpecial: false, isLarge: false });
const PLAIN = storeStatement({ name: "plain", waits: true, isSpecial: false, isLarge: false });
const SPECIALS = storeStatement({ name: "special", waits: true, isSpecial: true, isLarge: false });
const LARGE = storeStatement({ name: "large", waits: true, isSpecial: true, isLarge: true });
