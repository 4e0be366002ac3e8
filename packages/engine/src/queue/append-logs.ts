import type { LogPiece } from "@getoperate/contract";
import type { Database, PreparedStatement } from "@getoperate/db";

// A piece that is there already came with an answer that was lost.
const APPEND: PreparedStatement = {
  name: "append-logs",
  text: `
insert into job_logs (job_id, attempt, sequence, content)
select * from unnest($1::uuid[], $2::int[], $3::int[], $4::text[])
on conflict do nothing`,
};

export async function appendLogs(db: Database, pieces: readonly LogPiece[]): Promise<void> {
  await db.run(APPEND, [
    pieces.map(({ id }) => id),
    pieces.map(({ attempt }) => attempt),
    pieces.map(({ sequence }) => sequence),
    pieces.map(({ content }) => content),
  ]);
}
