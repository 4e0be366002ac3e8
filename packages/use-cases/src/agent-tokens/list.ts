import type { AgentToken, Call, ListAgentTokensInput, Page } from "@getoperate/contract";
import { reading } from "@getoperate/db";
import type { z } from "zod";
import { requireInstanceAdmin } from "../auth/instance-admin.ts";
import { decodeCursor, isUuid, toPage } from "../cursor.ts";
import type { Platform } from "../platform.ts";
import { AGENT_TOKEN_COLUMNS, toAgentToken } from "./create.ts";

/** Every token for agents, newest first. */
export async function listAgentTokens(
  platform: Platform,
  call: Call<z.output<typeof ListAgentTokensInput>>,
): Promise<Page<AgentToken>> {
  await requireInstanceAdmin(platform, call, "workers:read");
  const { limit, cursor } = call.input;
  let query = platform.db.kysely
    .selectFrom("agent_tokens")
    .select(AGENT_TOKEN_COLUMNS)
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (cursor !== undefined) {
    query = query.where("id", "<", decodeCursor(cursor, isUuid));
  }
  const rows = await reading(() => query.execute());
  return toPage(rows, limit, { item: toAgentToken, place: ({ id }) => id });
}
