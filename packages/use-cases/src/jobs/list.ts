import type { Call, JobSummary, ListJobsInput, Page } from "@getoperate/contract";
import { reading } from "@getoperate/db";
import { type RawBuilder, sql } from "kysely";
import type { z } from "zod";
import type { Actor } from "../auth/actor.ts";
import { requireScope } from "../auth/require-scope.ts";
import { decodeCursor, isUuid, toPage } from "../cursor.ts";
import type { Platform } from "../platform.ts";
import { JOB_TABLES, type JobRow, SUMMARY_COLUMNS, toSummary } from "./read.ts";

type Input = z.output<typeof ListJobsInput>;

/** Where a page ends: microseconds since 1970 and the id, for jobs of one moment. */
const PLACE = /^(\d{1,17})\.([0-9a-f-]{36})$/;

type ListedRow = JobRow & { readonly place: string };

/** Jobs the caller may see, newest first. */
export async function listJobs(platform: Platform, call: Call<Input>): Promise<Page<JobSummary>> {
  const actor = await requireScope(platform, call, "jobs:read");
  const { limit } = call.input;
  const conditions = sql.join(conditionsOf(actor, call.input), sql` and `);
  const query = sql<ListedRow>`
    select ${sql.raw(SUMMARY_COLUMNS)},
      (extract(epoch from j.created_at) * 1000000)::bigint || '.' || j.id as place
    from ${sql.raw(JOB_TABLES)}
    where ${conditions} order by j.created_at desc, j.id desc limit ${limit + 1}`;
  const { rows } = await reading(() => query.execute(platform.db.kysely));
  return toPage(rows, limit, { item: toSummary, place: ({ place }) => place });
}

function conditionsOf(actor: Actor, input: Input): RawBuilder<unknown>[] {
  const conditions = [sql`j.workspace_id = ${input.workspace}`];
  if (actor.role !== "admin") {
    conditions.push(sql`(starts_with(j.path, 'f/')
      or starts_with(j.path, ${`u/${actor.username}/`}) or j.created_by = ${actor.username})`);
  }
  if (input.path !== undefined) {
    conditions.push(sql`j.path = ${input.path}`);
  }
  if (input.hash !== undefined) {
    // A version belongs to one path, which has an index.
    conditions.push(sql`j.hash = ${input.hash} and j.path = (
      select v.path from script_versions v
      where v.workspace_id = ${input.workspace} and v.hash = ${input.hash})`);
  }
  if (input.created_by !== undefined) {
    conditions.push(sql`j.created_by = ${input.created_by}`);
  }
  if (input.created_after !== undefined) {
    conditions.push(sql`j.created_at > ${input.created_after}`);
  }
  if (input.created_before !== undefined) {
    conditions.push(sql`j.created_at < ${input.created_before}`);
  }
  if (input.label !== undefined) {
    conditions.push(sql`j.label = ${input.label}`);
  }
  if (input.trigger !== undefined) {
    conditions.push(sql`j.trigger = ${input.trigger}`);
  }
  if (input.parent !== undefined) {
    conditions.push(sql`j.parent_id = ${input.parent}`);
  }
  if (input.cursor !== undefined) {
    conditions.push(afterPlace(input.cursor));
  }
  if (input.status !== undefined) {
    conditions.push(statusCondition(input.status));
  }
  return conditions;
}

function afterPlace(cursor: string): RawBuilder<unknown> {
  const place = decodeCursor(
    cursor,
    (text) => PLACE.test(text) && isUuid(text.split(".")[1] ?? ""),
  );
  const [micros, id] = place.split(".");
  return sql`(j.created_at, j.id) <
    (timestamptz 'epoch' + ${micros}::bigint * interval '1 microsecond', ${id}::uuid)`;
}

/** Those that wait or run are few, and found by their own tables. */
function statusCondition(status: NonNullable<Input["status"]>): RawBuilder<unknown> {
  switch (status) {
    case "queued":
      return sql`j.id in (select id from job_ready union all select id from job_scheduled
        union all select id from job_limited)`;
    case "running":
      return sql`j.id in (select id from job_running)`;
    default:
      return sql`e.status = ${status}`;
  }
}
