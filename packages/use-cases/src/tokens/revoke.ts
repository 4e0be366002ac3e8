import { type Call, OperateError } from "@getoperate/contract";
import { withTransaction } from "@getoperate/db";
import { requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";

/** Deletes a token of the caller's, or as administrator anybody's; it is refused from now on. */
export async function revokeToken(
  platform: Platform,
  call: Call<{ readonly workspace: string; readonly id: string }>,
): Promise<{ id: string; revoked: true }> {
  const actor = await requireScope(platform, call, "tokens:write");
  const { workspace, id } = call.input;
  const [deleted] = await withTransaction(platform.db, (transaction) => {
    const query = transaction
      .deleteFrom("tokens")
      .where("workspace_id", "=", workspace)
      .where("id", "=", id);
    const allowed = actor.role === "admin" ? query : query.where("owner", "=", actor.username);
    return allowed.execute();
  });
  if (deleted?.numDeletedRows !== 1n) {
    throw new OperateError("not-found", `There is no token ${id}.`);
  }
  return { id, revoked: true };
}
