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

/** Jobs the caller may see, newest first: ids begin with their time. */
export async function listJobs(platform: Platform, call: Call<Input>): Promise<Page<JobSummary>> {
  const actor = await requireScope(platform, call, "jobs:read");
  const { limit } = call.input;
  const conditions = sql.join(conditionsOf(actor, call.input), sql` and `);
  const query = sql<JobRow>`
    select ${sql.raw(SUMMARY_COLUMNS)} from ${sql.raw(JOB_TABLES)}
    where ${conditions} order by j.id desc limit ${limit + 1}`;
  const { rows } = await reading(() => query.execute(platform.db.kysely));
  return toPage(rows, limit, { item: toSummary, place: ({ id }) => id });
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
  if (input.cursor !== undefined) {
    conditions.push(sql`j.id < ${decodeCursor(input.cursor, isUuid)}`);
  }
  if (input.status !== undefined) {
    conditions.push(statusCondition(input.status));
  }
  return conditions;
}

function statusCondition(status: NonNullable<Input["status"]>): RawBuilder<unknown> {
  switch (status) {
    case "queued":
      return sql`q.id is not null`;
    case "running":
      return sql`r.id is not null`;
    default:
      return sql`e.status = ${status}`;
  }
}
