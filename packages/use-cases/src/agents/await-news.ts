import { AGENT_NEWS_SECONDS, type HangUpSignal } from "@getoperate/contract";
import type { AgentWorker } from "../auth/authenticate-agent.ts";
import type { Platform } from "../platform.ts";

export interface NewsQuestion {
  readonly after: string;
  /** Aborted when the agent hangs up. */
  readonly signal: HangUpSignal;
}

/**
 * Holds an agent's question until jobs may be there for it or for one of its own, and
 * no longer than until the server stops.
 */
export async function awaitAgentNews(
  platform: Platform,
  { workerId }: AgentWorker,
  { after, signal }: NewsQuestion,
): Promise<{ place: string; canceled: readonly string[]; unmasked: readonly string[] }> {
  const enough = new AbortController();
  const end = () => enough.abort();
  const timer = setTimeout(end, AGENT_NEWS_SECONDS * 1000);
  const signals = [signal, platform.draining];
  for (const each of signals) {
    each.addEventListener("abort", end);
    if (each.aborted) {
      end();
    }
  }
  try {
    const place = await platform.engine.agents.newsAfter(after, enough.signal);
    return { place, ...(await platform.engine.agents.newsOf(workerId)) };
  } finally {
    clearTimeout(timer);
    for (const each of signals) {
      each.removeEventListener("abort", end);
    }
  }
}
