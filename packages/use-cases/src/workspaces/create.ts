import {
  type Call,
  type CreatedWorkspace,
  type CreateWorkspaceInput,
  OperateError,
} from "@getoperate/contract";
import { type DB, withTransaction } from "@getoperate/db";
import type { Transaction } from "kysely";
import type { z } from "zod";
import { requireInstanceAdmin } from "../auth/instance-admin.ts";
import type { Platform } from "../platform.ts";
import { insertToken } from "../tokens/create.ts";

/** Makes a workspace with the caller as its administrator. */
export async function createWorkspace(
  platform: Platform,
  call: Call<z.output<typeof CreateWorkspaceInput>>,
): Promise<z.input<typeof CreatedWorkspace>> {
  const actor = await requireInstanceAdmin(platform, call, "workspaces:write");
  const { id, name = id } = call.input;
  return withTransaction(platform.db, async (transaction) => {
    const created_at = await insertWorkspace(transaction, { id, name, admin: actor.username });
    if (created_at === undefined) {
      throw new OperateError("conflict", `There is a workspace ${id} already.`);
    }
    const { token } = await insertToken(transaction, {
      workspace: id,
      owner: actor.username,
      label: "first token",
      scopes: actor.scopes,
      expiresAt: actor.expiresAt === null ? null : new Date(actor.expiresAt),
    });
    return { id, name, created_at: created_at.toISOString(), token };
  });
}

/** Undefined if there is one of that id. */
export async function insertWorkspace(
  transaction: Transaction<DB>,
  wanted: { readonly id: string; readonly name: string; readonly admin: string },
): Promise<Date | undefined> {
  const { id, name, admin } = wanted;
  const row = await transaction
    .insertInto("workspaces")
    .values({ id, name })
    .onConflict((conflict) => conflict.doNothing())
    .returning("created_at")
    .executeTakeFirst();
  if (row !== undefined) {
    await transaction
      .insertInto("members")
      .values({ workspace_id: id, username: admin, role: "admin" })
      .execute();
  }
  return row?.created_at;
}
