import type { Attempt } from "@getoperate/contract";
import type { AgentWorker } from "../auth/authenticate-agent.ts";
import type { Platform } from "../platform.ts";

/** Lets jobs wait again that an agent took and did not begin. */
export async function giveBackFromAgent(
  platform: Platform,
  { workerId }: AgentWorker,
  { attempts }: { readonly attempts: readonly Attempt[] },
): Promise<{ kept: readonly string[] }> {
  return { kept: await platform.engine.agents.giveBack(workerId, attempts) };
}
