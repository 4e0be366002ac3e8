import { type Call, type ListUsersInput, type Page, Role, type User } from "@getoperate/contract";
import { reading } from "@getoperate/db";
import type { z } from "zod";
import { requireScope } from "../auth/require-scope.ts";
import { decodeCursor, toPage } from "../cursor.ts";
import type { Platform } from "../platform.ts";

/** The workspace's users by name. */
export async function listUsers(
  platform: Platform,
  call: Call<z.output<typeof ListUsersInput>>,
): Promise<Page<User>> {
  await requireScope(platform, call, "users:read");
  const { workspace, limit, cursor } = call.input;
  let query = platform.db.kysely
    .selectFrom("members")
    .select(["username", "role", "created_at"])
    .where("workspace_id", "=", workspace)
    .orderBy("username")
    .limit(limit + 1);
  if (cursor !== undefined) {
    query = query.where(
      "username",
      ">",
      decodeCursor(cursor, (name) => /^[\w-]+$/.test(name)),
    );
  }
  const rows = await reading(() => query.execute());
  return toPage(rows, limit, {
    item: ({ username, role, created_at }) => ({
      username,
      role: Role.parse(role),
      created_at: created_at.toISOString(),
    }),
    place: ({ username }) => username,
  });
}
