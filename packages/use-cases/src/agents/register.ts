import { type AgentWelcome, OperateError, type RegisterAgent } from "@getoperate/contract";
import { sql } from "kysely";
import type { AgentGrant } from "../auth/authenticate-agent.ts";
import type { Platform } from "../platform.ts";
import { maxAgentBodyBytes } from "./bounds.ts";

/** Makes an agent's worker known. It serves tags of its token and no others. */
export async function registerAgent(
  platform: Platform,
  grant: AgentGrant,
  input: RegisterAgent,
): Promise<AgentWelcome> {
  const foreign = input.tags.filter((tag) => !grant.tags.includes(tag));
  if (foreign.length > 0) {
    throw new OperateError("forbidden", `The token is not for the tags ${foreign.join(", ")}.`);
  }
  const { tokenId, workspace } = grant;
  const worker = { ...input, kind: "agent" } as const;
  const isKnown = await platform.engine.agents.register(worker, { tokenId, workspace });
  if (!isKnown) {
    throw new OperateError("conflict", "The worker's id is taken, or the token has too many.");
  }
  await platform.db.kysely
    .updateTable("agent_tokens")
    .set({ last_used_at: sql<Date>`now()` })
    .where("id", "=", tokenId)
    .execute();
  return { maxBodyBytes: maxAgentBodyBytes(platform.settings) };
}
