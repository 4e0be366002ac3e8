import type { Attempt, ResolvedArguments } from "@getoperate/contract";
import type { AgentWorker } from "../auth/authenticate-agent.ts";
import type { Platform } from "../platform.ts";

/** Arguments with what their references stand for, for who runs the job. */
export function resolveAgentArguments(
  platform: Platform,
  { workerId }: AgentWorker,
  attempt: Attempt,
): Promise<ResolvedArguments> {
  return platform.engine.agents.resolveArguments(workerId, attempt);
}
