import type { AgentJob, HeartbeatAnswer } from "@getoperate/contract";
import type { AgentWorker } from "../auth/authenticate-agent.ts";
import { newTokenOfJob } from "../auth/job-token.ts";
import type { Platform } from "../platform.ts";

/** Renews an agent's lease. */
export async function agentHeartbeat(
  platform: Platform,
  { workerId }: AgentWorker,
  { known }: { readonly known: readonly string[] },
): Promise<HeartbeatAnswer & { claimed: readonly AgentJob[] }> {
  const answer = await platform.engine.agents.heartbeat(workerId, known);
  const claimed = answer.claimed.map((job) => ({ ...job, token: newTokenOfJob(platform, job) }));
  return { ...answer, claimed };
}
