import type { AgentExchange, AgentJob, Completion } from "@getoperate/contract";
import type { AgentWorker } from "../auth/authenticate-agent.ts";
import { newTokenOfJob } from "../auth/job-token.ts";
import type { Platform } from "../platform.ts";

/** Brings the ends of an agent's jobs home and hands it new ones. */
export async function exchangeWithAgent(
  platform: Platform,
  { workerId }: AgentWorker,
  input: AgentExchange,
): Promise<{ refused: readonly string[]; claimed: readonly AgentJob[] }> {
  const { resultLimitBytes } = platform.settings;
  const completions = input.completions.map((completion) =>
    storableCompletion(completion, resultLimitBytes),
  );
  const answer = await platform.engine.agents.exchange(workerId, { ...input, completions });
  const claimed = answer.claimed.map((job) => ({ ...job, token: newTokenOfJob(platform, job) }));
  return { refused: answer.refused, claimed };
}

/** The same, or a failure that says why its result cannot be taken. */
function storableCompletion(completion: Completion, maxBytes: number): Completion {
  const fault = resultFault(completion.result, maxBytes);
  if (fault === undefined) {
    return completion;
  }
  const result = JSON.stringify({ error: { name: "ResultError", message: fault } });
  return { ...completion, status: "failure", result };
}

function resultFault(result: string, maxBytes: number): string | undefined {
  if (Buffer.byteLength(result) > maxBytes) {
    return `The result has more than ${maxBytes} bytes.`;
  }
  return isJson(result) ? undefined : "What the agent brought as the result is no JSON.";
}

/** Nothing is made of it: what is stored is the text. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
