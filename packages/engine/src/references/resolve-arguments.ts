import { type Attempt, OperateError, type ResolvedArguments, Role } from "@getoperate/contract";
import { type PreparedStatement, withRetries } from "@getoperate/db";
import { loadArguments } from "../queue/large-values.ts";
import { type ResolverParts, resolveReferences } from "./resolve.ts";

const OWNER: PreparedStatement = {
  name: "running-job-owner",
  text: `
select j.workspace_id, j.created_by, j.args, m.role
from job_running r join jobs j on j.id = r.id
left join members m on m.workspace_id = j.workspace_id and m.username = j.created_by
where r.id = $1 and r.attempt = $2`,
};

interface Row {
  readonly workspace_id: string;
  readonly created_by: string;
  readonly args: string | null;
  readonly role: string | null;
}

/** How long it keeps trying while the database is away, milliseconds. */
const RETRY_MS = 60_000;

/** The arguments of a running attempt with what they refer to, as far as the job's owner may read it. */
export async function resolveArguments(
  parts: ResolverParts,
  attempt: Attempt,
): Promise<ResolvedArguments> {
  const read = () => parts.db.run<Row>(OWNER, [attempt.id, attempt.attempt]);
  const [row] = await withRetries(read, { forMs: RETRY_MS });
  if (row === undefined) {
    throw new OperateError("not-found", `Job ${attempt.id} does not run any more.`);
  }
  const { workspace_id: workspace, created_by: username } = row;
  if (row.role === null) {
    throw new OperateError("forbidden", `${username} is no member of the workspace any more.`);
  }
  const args = row.args ?? (await loadArguments(parts.db, attempt));
  const reader = { workspace, username, role: Role.parse(row.role) };
  const { json, secrets } = await resolveReferences(parts, reader, args);
  return { args: json, secrets: secrets.map(({ value }) => value) };
}
