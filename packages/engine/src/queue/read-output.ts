import type { EventPlace, FinalJobStatus, OutputPiece } from "@getoperate/contract";
import type { Database, PreparedStatement } from "@getoperate/db";

// A range of job_logs' primary key, and how the job stands in the same snapshot: who reads that it
// has ended reads all that came before. Bounded in rows and, but for the first of them, in bytes.
const READ: PreparedStatement = {
  name: "read-output",
  text: `
with found as materialized (
  select attempt, sequence, kind, content,
    sum(octet_length(content)) over (order by attempt, sequence) - octet_length(content) as before
  from (
    select attempt, sequence, kind, content from job_logs
    where job_id = $1 and (attempt, sequence) > ($2::int, $3::int)
    order by attempt, sequence limit $4
  ) p
), standing as (
  select coalesce(e.attempt, r.attempt, q.attempt, l.attempt, 0) as begun, e.status,
    (select count(*) < $4 and coalesce(max(before), 0) < $5 from found) as is_all,
    case when e.id is not null then coalesce(
      (select max(sequence) from job_logs where job_id = $1 and attempt = e.attempt), 0)
    end as last_sequence
  from (select) one
  left join job_results e on e.id = $1
  left join job_running r on r.id = $1
  left join job_ready q on q.id = $1
  left join job_limited l on l.id = $1
)
select s.begun, s.status, s.is_all, s.last_sequence, f.attempt, f.sequence, f.kind, f.content
from standing s left join found f on f.before < $5
order by f.attempt, f.sequence`,
};

const MOST_PIECES = 500;
const MOST_BYTES = 1024 * 1024;

/** What a job put out after some place, as much as is read at once, and how the job stands. */
export interface OutputPage {
  readonly pieces: readonly Omit<OutputPiece, "id">[];
  /** Whether there is more behind them already. */
  readonly hasMore: boolean;
  /** How often the job was started. */
  readonly begun: number;
  /** Absent until the job ended. */
  readonly end: OutputEnd | undefined;
}

export interface OutputEnd {
  readonly status: FinalJobStatus;
  /** Number of the last piece of the attempt that ended it; 0: it had none. */
  readonly lastSequence: number;
}

interface Standing {
  readonly begun: number;
  readonly status: FinalJobStatus | null;
  readonly is_all: boolean;
  readonly last_sequence: number | null;
}

type Piece = Omit<OutputPiece, "id">;
type Row = Standing & (Piece | { readonly [Name in keyof Piece]: null });

/** Reads what a job put out after a place. */
export async function readOutput(
  db: Database,
  jobId: string,
  { attempt, sequence }: EventPlace,
): Promise<OutputPage> {
  const values = [jobId, attempt, sequence, MOST_PIECES, MOST_BYTES];
  const rows = await db.run<Row>(READ, values);
  const [standing] = rows;
  if (standing === undefined) {
    return { pieces: [], hasMore: false, begun: 0, end: undefined };
  }
  const { begun, status, is_all: isAll, last_sequence: lastSequence } = standing;
  return {
    pieces: rows.flatMap(toPiece),
    hasMore: !isAll,
    begun,
    end: status === null || lastSequence === null ? undefined : { status, lastSequence },
  };
}

/** A job without new pieces is one row without a piece. */
function toPiece(row: Row): Piece[] {
  const { attempt, sequence, kind, content } = row;
  return kind === null ? [] : [{ attempt, sequence, kind, content }];
}
