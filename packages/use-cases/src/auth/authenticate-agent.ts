import { OperateError, type RequestContext } from "@getoperate/contract";
import { type PreparedStatement, reading } from "@getoperate/db";
import type { Platform } from "../platform.ts";
import { tokenDigest } from "./token-format.ts";

/** Who holds an agent's token, and which jobs it may see. */
export interface AgentGrant {
  readonly tokenId: string;
  readonly tags: readonly string[];
  /** Null: of every workspace. */
  readonly workspace: string | null;
}

/** A worker whose token was asked for: nobody else has one of these. */
export interface AgentWorker extends AgentGrant {
  readonly workerId: string;
}

// One statement for both questions: whose token it is, and whether the worker is theirs.
const BY_DIGEST: PreparedStatement = {
  name: "agent-token-by-digest",
  text: `
select t.id, t.tags, t.workspace_id,
  exists (select from workers w where w.id = $2::uuid and w.agent_token_id = t.id) as is_theirs
from agent_tokens t
where t.hash = $1 and (t.expires_at is null or t.expires_at > now())`,
};

interface Row {
  readonly id: string;
  readonly tags: string[];
  readonly workspace_id: string | null;
  readonly is_theirs: boolean;
}

/** Asks whose token an agent sends. Throws `unauthenticated`, always with the same words. */
export async function authenticateAgent(
  platform: Platform,
  ctx: RequestContext,
): Promise<AgentGrant> {
  return (await askWhoSends(platform, ctx, null)).grant;
}

/**
 * Asks whether a worker is one of the token's. Throws `not-found` for one of another token just as
 * for one whose lease was lost.
 */
export async function authenticateAgentWorker(
  platform: Platform,
  ctx: RequestContext,
  workerId: string,
): Promise<AgentWorker> {
  const { grant, isTheirs } = await askWhoSends(platform, ctx, workerId);
  if (!isTheirs) {
    throw new OperateError("not-found", `There is no worker ${workerId} of this token.`);
  }
  return { ...grant, workerId };
}

async function askWhoSends(
  platform: Platform,
  { token = "" }: RequestContext,
  workerId: string | null,
): Promise<{ grant: AgentGrant; isTheirs: boolean }> {
  const [row] = await reading(() =>
    platform.db.run<Row>(BY_DIGEST, [tokenDigest(token), workerId]),
  );
  if (row === undefined) {
    throw new OperateError("unauthenticated", "The agent's token is unknown, revoked or expired.");
  }
  const { id: tokenId, tags, workspace_id: workspace, is_theirs: isTheirs } = row;
  return { grant: { tokenId, tags, workspace }, isTheirs };
}
