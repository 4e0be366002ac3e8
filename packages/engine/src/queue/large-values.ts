// Arguments and results that are large lie in a table of their own, compressed here and not there:
// PostgreSQL neither parses nor compresses them, and what waits beside them is not held up.
import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import { type ClaimedJob, type JsonText, OperateError } from "@getoperate/contract";
import { type Database, type PreparedStatement, withRetries } from "@getoperate/db";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** The most that lies with the job itself, bytes. */
export const LARGE_BYTES = 256 * 1024;

export type ValueKind = "args" | "result";

/** Whether a value is stored aside. */
export function isLarge(value: JsonText): boolean {
  // A character has three bytes at most, so that small ones need no count.
  return value.length * 3 > LARGE_BYTES && Buffer.byteLength(value) > LARGE_BYTES;
}

/** The value as it is stored aside; the same each time. */
export function pack(value: JsonText): Promise<Buffer> {
  return compress(value);
}

const READ: PreparedStatement = {
  name: "read-value",
  text: "select content from job_values where job_id = $1 and kind = $2",
};

const READ_RUNNING: PreparedStatement = {
  name: "read-running-args",
  text: `
select v.content from job_values v
where v.job_id = $1 and v.kind = 'args'
  and (select r.attempt = $2 from job_running r where r.id = $1)`,
};

interface Row {
  readonly content: Buffer;
}

/** Reads a value that lies aside; undefined: there is none, or no more. */
export async function readValue(
  db: Database,
  jobId: string,
  kind: ValueKind,
): Promise<JsonText | undefined> {
  return unpack(await db.run<Row>(READ, [jobId, kind]));
}

/** How long it keeps trying while the database is away, milliseconds. */
const RETRY_MS = 60_000;

/** The arguments of a running attempt, which lie aside. Throws `not-found` once it is over. */
export async function loadArguments(
  db: Database,
  { id, attempt }: Pick<ClaimedJob, "id" | "attempt">,
): Promise<JsonText> {
  const read = async () => unpack(await db.run<Row>(READ_RUNNING, [id, attempt]));
  const args = await withRetries(read, { forMs: RETRY_MS });
  if (args === undefined) {
    throw new OperateError("not-found", `The arguments of job ${id} are gone.`);
  }
  return args;
}

async function unpack([row]: readonly Row[]): Promise<JsonText | undefined> {
  return row === undefined ? undefined : (await decompress(row.content)).toString();
}
