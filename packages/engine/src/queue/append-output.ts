import type { OutputPiece } from "@getoperate/contract";
import { type Database, type PreparedStatement, withRetries } from "@getoperate/db";

// Holds the row of the running attempt until the commit, and stores nothing without it: so once an
// end is committed, what came before it is complete, and a lost attempt adds nothing late. A piece
// that is there already came with an answer that was lost.
const APPEND: PreparedStatement = {
  name: "append-output",
  text: `
with input as (
  select * from unnest($1::uuid[], $2::int[], $3::int[], $4::text[], $5::text[])
    as i (job_id, attempt, sequence, kind, content)
), running as materialized (
  select id, attempt from job_running where id in (select job_id from input) for key share
)
insert into job_logs (job_id, attempt, sequence, kind, content)
select i.* from input i join running r on r.id = i.job_id and r.attempt = i.attempt
on conflict do nothing`,
};

/** How long it keeps trying while the database is away, milliseconds. */
const RETRY_MS = 60_000;

/** Stores pieces of running jobs; resolves after the commit. */
export async function appendOutput(db: Database, pieces: readonly OutputPiece[]): Promise<void> {
  const column = <Value>(pick: (piece: OutputPiece) => Value) => pieces.map(pick);
  const columns = [
    column(({ id }) => id),
    column(({ attempt }) => attempt),
    column(({ sequence }) => sequence),
    column(({ kind }) => kind),
    column(({ content }) => content),
  ];
  await withRetries(() => db.run(APPEND, columns), { forMs: RETRY_MS });
}
