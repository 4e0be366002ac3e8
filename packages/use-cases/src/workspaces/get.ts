import { type Call, OperateError, type Workspace } from "@getoperate/contract";
import { reading } from "@getoperate/db";
import { requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";

/** The token's own workspace. */
export async function getWorkspace(
  platform: Platform,
  call: Call<{ readonly workspace: string }>,
): Promise<Workspace> {
  const actor = await requireScope(platform, call, "workspaces:read");
  const row = await reading(() =>
    platform.db.kysely
      .selectFrom("workspaces")
      .select(["id", "name", "created_at"])
      .where("id", "=", actor.workspace)
      .executeTakeFirst(),
  );
  if (row === undefined) {
    throw new OperateError("not-found", `There is no workspace ${actor.workspace}.`);
  }
  return { ...row, created_at: row.created_at.toISOString() };
}
