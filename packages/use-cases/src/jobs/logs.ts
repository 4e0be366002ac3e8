import type { PreparedStatement } from "@getoperate/db";
import { reading } from "@getoperate/db";
import type { Platform } from "../platform.ts";
import { type JobCall, readableJob } from "./read.ts";

const ALL: PreparedStatement = {
  name: "job-logs",
  text: `
select content from job_logs where job_id = $1 and kind = 'log' order by attempt, sequence`,
};

// Goes back until there is enough; between two chunks a piece may be as short as a line. Planned once,
// as the job is: see read.ts.
const LAST: PreparedStatement = {
  name: "job-logs-tail",
  text: `
select right(content, 4096) as content from (
  select attempt, sequence, content,
    sum(octet_length(content)) over (order by attempt desc, sequence desc)
      - octet_length(content) as behind
  from (
    select attempt, sequence, content from job_logs
    where job_id = (select $1::uuid) and kind = 'log'
    order by attempt desc, sequence desc limit 1000
  ) l
) t
where behind < 4 * 4096 order by attempt desc, sequence desc`,
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
  const pieces = await reading(() => platform.db.run<Piece>(LAST, [jobId]));
  const text = pieces
    .reverse()
    .map(({ content }) => content)
    .join("");
  return text.slice(-TAIL_CHARACTERS);
}
