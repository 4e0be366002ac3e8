import { type Call, type ListWorkersInput, LiveWorker, type Page } from "@getoperate/contract";
import { reading } from "@getoperate/db";
import { sql } from "kysely";
import type { z } from "zod";
import { requireInstanceAdmin } from "../auth/instance-admin.ts";
import { decodeCursor, isUuid, toPage } from "../cursor.ts";
import type { Platform } from "../platform.ts";

/** The workers that were heard of within their lease, newest first. */
export async function listWorkers(
  platform: Platform,
  call: Call<z.output<typeof ListWorkersInput>>,
): Promise<Page<LiveWorker>> {
  await requireInstanceAdmin(platform, call, "workers:read");
  const { limit, cursor } = call.input;
  let query = platform.db.kysely
    .selectFrom("workers as w")
    .select((row) => [
      ...(["w.id", "w.name", "w.version", "w.tags", "w.slots"] as const),
      ...(["w.kind", "w.workspace_id", "w.started_at", "w.heartbeat_at"] as const),
      row
        .selectFrom("job_running as r")
        .select(sql<number>`count(*)::int`.as("running"))
        .whereRef("r.worker_id", "=", "w.id")
        .as("running"),
    ])
    .where(
      "w.heartbeat_at",
      ">",
      sql<Date>`clock_timestamp() - make_interval(secs => w.lease_seconds)`,
    )
    .orderBy("w.id", "desc")
    .limit(limit + 1);
  if (cursor !== undefined) {
    query = query.where("w.id", "<", decodeCursor(cursor, isUuid));
  }
  const rows = await reading(() => query.execute());
  return toPage(rows, limit, {
    item: ({ kind, workspace_id, running, started_at, heartbeat_at, ...row }) => ({
      ...row,
      kind: LiveWorker.shape.kind.parse(kind),
      workspace: workspace_id,
      running: running ?? 0,
      started_at: started_at.toISOString(),
      last_seen_at: heartbeat_at.toISOString(),
    }),
    place: ({ id }) => id,
  });
}
