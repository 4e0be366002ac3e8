import { type Call, OperateError } from "@getoperate/contract";
import { withTransaction } from "@getoperate/db";
import { requireInstanceAdmin } from "../auth/instance-admin.ts";
import type { Platform } from "../platform.ts";

/** Deletes a token for agents, and with it their workers: what they run is given to others. */
export async function revokeAgentToken(
  platform: Platform,
  call: Call<{ readonly id: string }>,
): Promise<{ id: string; revoked: true }> {
  await requireInstanceAdmin(platform, call, "workers:write");
  const { id } = call.input;
  const [deleted] = await withTransaction(platform.db, (transaction) =>
    transaction.deleteFrom("agent_tokens").where("id", "=", id).execute(),
  );
  if (deleted?.numDeletedRows !== 1n) {
    throw new OperateError("not-found", `There is no token ${id} for agents.`);
  }
  await platform.engine.recover();
  return { id, revoked: true };
}
