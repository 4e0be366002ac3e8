import { type Call, type CreateUserInput, OperateError, type User } from "@getoperate/contract";
import { withTransaction } from "@getoperate/db";
import type { z } from "zod";
import { requireAdmin, requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";

/** Adds a user to the workspace; makes the user where the instance has none of that name. */
export async function createUser(
  platform: Platform,
  call: Call<z.output<typeof CreateUserInput>>,
): Promise<User> {
  const actor = await requireScope(platform, call, "users:write");
  requireAdmin(actor);
  const { workspace, username, role } = call.input;
  const member = await withTransaction(platform.db, async (transaction) => {
    await transaction
      .insertInto("users")
      .values({ username })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return transaction
      .insertInto("members")
      .values({ workspace_id: workspace, username, role })
      .onConflict((conflict) => conflict.doNothing())
      .returning("created_at")
      .executeTakeFirst();
  });
  if (member === undefined) {
    throw new OperateError("conflict", `The workspace has a user ${username} already.`);
  }
  return { username, role, created_at: member.created_at.toISOString() };
}
