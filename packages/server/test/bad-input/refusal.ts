import type { Answer, TestInstance } from "@getoperate/testing/instance";
import pg from "pg";

/** How a request was refused. */
export interface Refusal {
  readonly status: number;
  readonly type: string | null;
  readonly code: unknown;
  readonly detail: unknown;
  /** Of the places that the problem names. */
  readonly pointers: readonly unknown[];
  /** Tables that have other rows than before. */
  readonly changed: readonly string[];
}

/** Sends a request, and says how it was refused and whether anything was stored. */
export async function refusalOf(
  { connectionString }: TestInstance,
  send: () => Promise<Answer>,
): Promise<Refusal> {
  const before = await rowCounts(connectionString);
  const answer = await send();
  const after = await rowCounts(connectionString);
  const { code, detail, errors = [] } = problemIn(answer.text);
  return {
    status: answer.status,
    type: answer.headers.get("content-type"),
    code,
    detail,
    pointers: errors.map(({ pointer }) => pointer),
    changed: Object.keys(after).filter((table) => after[table] !== before[table]),
  };
}

interface FoundProblem {
  readonly code?: unknown;
  readonly detail?: unknown;
  readonly errors?: readonly { readonly pointer: unknown }[];
}

/** A problem, or what tRPC says instead of one: `{error: {message, data: {code, errors}}}`. */
function problemIn(text: string): FoundProblem {
  const value = JSON.parse(text);
  const { message, data } = Object(value.error);
  return data === undefined
    ? value
    : { code: data.code, detail: message, errors: data.errors ?? [] };
}

// A job has its row in `jobs` from the first moment. Where it waits, runs and ends is left out: a job
// of an earlier test may be on its way.
const TABLES = [
  "jobs",
  "idempotency_keys",
  "scripts",
  "script_versions",
  "tokens",
  "users",
  "members",
  "workspaces",
] as const;

/** How many rows each table has. */
export async function rowCounts(connectionString: string): Promise<Record<string, number>> {
  const counts = TABLES.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  const client = await clientOf(connectionString);
  const { rows } = await client.query(`select ${counts.join(", ")}`);
  return rows[0];
}

const clients = new Map<string, Promise<pg.Client>>();

/** One connection for each database of a test file, until the database is dropped. */
function clientOf(connectionString: string): Promise<pg.Client> {
  const client = clients.get(connectionString) ?? connected(connectionString);
  clients.set(connectionString, client);
  return client;
}

async function connected(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client(connectionString);
  client.on("error", () => undefined);
  await client.connect();
  return client;
}
