import {
  type AgentToken,
  type Call,
  type CreateAgentTokenInput,
  type CreatedAgentToken,
  OperateError,
} from "@getoperate/contract";
import { withTransaction } from "@getoperate/db";
import { sql } from "kysely";
import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { requireInstanceAdmin } from "../auth/instance-admin.ts";
import { newToken, tokenDigest, visiblePrefix } from "../auth/token-format.ts";
import type { Platform } from "../platform.ts";
import { futureDate } from "../tokens/create.ts";

/** Makes a token for agents; the answer is the only place that shows it. */
export async function createAgentToken(
  platform: Platform,
  call: Call<z.output<typeof CreateAgentTokenInput>>,
): Promise<z.input<typeof CreatedAgentToken>> {
  const actor = await requireInstanceAdmin(platform, call, "workers:write");
  const { tags, workspace = null, label = null, expires_at } = call.input;
  const expiresAt = expires_at === undefined ? null : futureDate(expires_at);
  const token = newToken("agent");
  return withTransaction(platform.db, async (transaction) => {
    const found = await transaction
      .selectFrom("workspaces")
      .select("id")
      .where("id", "=", workspace)
      .executeTakeFirst();
    if (workspace !== null && found === undefined) {
      throw new OperateError("not-found", `There is no workspace ${workspace}.`);
    }
    const row = await transaction
      .insertInto("agent_tokens")
      .values({
        id: uuidv7(),
        hash: tokenDigest(token),
        prefix: visiblePrefix(token),
        label,
        tags: sql`${[...new Set(tags)]}::text[]`,
        workspace_id: workspace,
        expires_at: expiresAt,
        created_by: actor.username,
      })
      .returning(AGENT_TOKEN_COLUMNS)
      .executeTakeFirstOrThrow();
    return { ...toAgentToken(row), token };
  });
}

export const AGENT_TOKEN_COLUMNS = [
  "id",
  "prefix",
  "tags",
  "workspace_id",
  "label",
  "expires_at",
  "created_by",
  "created_at",
  "last_used_at",
] as const;

interface AgentTokenRow {
  readonly id: string;
  readonly prefix: string;
  readonly tags: string[];
  readonly workspace_id: string | null;
  readonly label: string | null;
  readonly expires_at: Date | null;
  readonly created_by: string;
  readonly created_at: Date;
  readonly last_used_at: Date | null;
}

/** Shapes a row of `AGENT_TOKEN_COLUMNS` for the wire. */
export function toAgentToken({ workspace_id: workspace, ...row }: AgentTokenRow): AgentToken {
  return {
    ...row,
    workspace,
    expires_at: row.expires_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
  };
}
