import type { AgentWorker } from "../auth/authenticate-agent.ts";
import type { Platform } from "../platform.ts";

/** Ends an agent's registration; what it still runs is given to others. */
export async function releaseAgent(
  platform: Platform,
  { workerId }: AgentWorker,
): Promise<Record<string, never>> {
  await platform.engine.agents.release(workerId);
  return {};
}
