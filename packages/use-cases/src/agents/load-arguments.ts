import type { AgentWorker } from "../auth/authenticate-agent.ts";
import type { Platform } from "../platform.ts";

/** Large arguments, for who runs the job. */
export async function loadAgentArguments(
  platform: Platform,
  { workerId }: AgentWorker,
  attempt: { readonly id: string; readonly attempt: number },
): Promise<{ args: string }> {
  return { args: await platform.engine.agents.loadArguments(workerId, attempt) };
}
