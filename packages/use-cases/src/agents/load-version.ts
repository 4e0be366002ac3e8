import type { RunnableVersion } from "@getoperate/contract";
import type { AgentWorker } from "../auth/authenticate-agent.ts";
import type { Platform } from "../platform.ts";

/** A version, for who runs a job of it. */
export function loadAgentVersion(
  platform: Platform,
  { workerId }: AgentWorker,
  { workspace, hash }: { readonly workspace: string; readonly hash: string },
): Promise<RunnableVersion> {
  return platform.engine.agents.loadVersion(workerId, workspace, hash);
}
