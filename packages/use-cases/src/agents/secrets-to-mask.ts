import type { HandedSecret } from "@getoperate/contract";
import type { AgentWorker } from "../auth/authenticate-agent.ts";
import type { Platform } from "../platform.ts";

/** The secrets that a job asked for, for who runs it and masks them. */
export async function agentSecretsToMask(
  platform: Platform,
  { workerId }: AgentWorker,
  input: { readonly id: string; readonly attempt: number; readonly masked: readonly string[] },
): Promise<{ secrets: readonly HandedSecret[] }> {
  const { id, attempt, masked } = input;
  const wanted = { attempt: { id, attempt }, masked };
  return { secrets: await platform.engine.agents.secretsToMask(workerId, wanted) };
}
