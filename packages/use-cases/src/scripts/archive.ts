import { type Call, maySee, mayWrite, OperateError } from "@getoperate/contract";
import { withTransaction } from "@getoperate/db";
import { sql } from "kysely";
import { requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";
import { noScript } from "./get.ts";

/** Stops a path from running; its versions stay callable by hash. Doing it twice changes nothing. */
export async function archiveScript(
  platform: Platform,
  call: Call<{ readonly workspace: string; readonly path: string }>,
): Promise<{ path: string; archived: true }> {
  const actor = await requireScope(platform, call, "scripts:write");
  const { workspace, path } = call.input;
  if (!maySee(actor, path)) {
    throw noScript(path);
  }
  if (!mayWrite(actor, path)) {
    throw new OperateError("forbidden", "Your role does not let you archive scripts.");
  }
  const [changed] = await withTransaction(platform.db, (transaction) =>
    transaction
      .updateTable("scripts")
      .set({ archived_at: sql<Date>`coalesce(archived_at, now())` })
      .where("workspace_id", "=", workspace)
      .where("path", "=", path)
      .execute(),
  );
  if (changed?.numUpdatedRows !== 1n) {
    throw noScript(path);
  }
  return { path, archived: true };
}
