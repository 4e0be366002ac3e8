import { OperateError, type OutputPiece } from "@getoperate/contract";
import type { AgentWorker } from "../auth/authenticate-agent.ts";
import type { Platform } from "../platform.ts";
import { maxAgentOutputBytes } from "./bounds.ts";
import { isJson } from "./exchange.ts";

/** Stores what an agent's running jobs put out. */
export async function appendAgentOutput(
  platform: Platform,
  { workerId }: AgentWorker,
  { pieces }: { readonly pieces: readonly OutputPiece[] },
): Promise<Record<string, never>> {
  if (pieces.some(({ kind, content }) => kind === "chunk" && !isJson(content))) {
    throw new OperateError("invalid-input", "/pieces: a chunk is no JSON");
  }
  const maxBytes = maxAgentOutputBytes(platform.settings);
  await platform.engine.agents.appendOutput(workerId, { pieces, maxBytes });
  return {};
}
