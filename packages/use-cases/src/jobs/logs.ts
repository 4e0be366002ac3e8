import type { PreparedStatement } from "@getoperate/db";
import { reading } from "@getoperate/db";
import type { Platform } from "../platform.ts";
import { type JobCall, readableJob } from "./read.ts";

const ALL: PreparedStatement = {
  name: "job-logs",
  text: `
select content from job_logs where job_id = $1 and kind = 'log' order by attempt, sequence`,
};

// Goes back until there is enough; between two chunks a piece may be as short as a line.
const LAST: PreparedStatement = {
  name: "job-logs-tail",
  text: `
select i.place::int, t.content
from unnest($1::uuid[]) with ordinality as i (job_id, place)
cross join lateral (
  select attempt, sequence, right(content, 4096) as content,
    sum(octet_length(content)) over (order by attempt desc, sequence desc)
      - octet_length(content) as behind
  from (
    select attempt, sequence, content from job_logs l
    where l.job_id = i.job_id and kind = 'log'
    order by attempt desc, sequence desc limit 1000
  ) l
) t
where behind < 4 * 4096 order by i.place, t.attempt, t.sequence`,
};

const TAIL_CHARACTERS = 4096;

interface Piece {
  readonly content: string;
}

/** All that a job's attempts wrote, in order. */
export async function jobLogs(
  platform: Platform,
  call: JobCall,
): Promise<{ id: string; logs: string }> {
  const { job } = await readableJob(platform, call);
  const pieces = await reading(() => platform.db.run<Piece>(ALL, [job.id]));
  return { id: job.id, logs: pieces.map(({ content }) => content).join("") };
}

/** The last 4 KiB of a job's logs. */
export async function logsTail(platform: Platform, jobId: string): Promise<string> {
  const pieces = await reading(() => platform.db.lookUp<Piece>(LAST, [jobId]));
  const text = pieces.map(({ content }) => content).join("");
  return text.slice(-TAIL_CHARACTERS);
}
