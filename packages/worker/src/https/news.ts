import { setTimeout as delay } from "node:timers/promises";
import { AGENT_NEWS_SECONDS, type AgentNews, type WorkerHint } from "@getoperate/contract";
import { pauseMs } from "./connection.ts";

/** Shortest time between two questions, so that a busy server is not asked without end. */
const PACE_MS = 20;

/** A held question is given up this long after it should have been answered, milliseconds. */
const SLACK_MS = 10_000;

export interface NewsFollower {
  /** Asks once; the server holds the question until there is something behind `after`. */
  readonly ask: (after: string, timeoutMs: number) => Promise<AgentNews>;
  readonly tell: (hint: WorkerHint) => void;
  readonly signal: AbortSignal;
}

/** Asks for news again and again, until it is stopped. */
export async function followNews({ ask, tell, signal }: NewsFollower): Promise<void> {
  let place = "";
  let failures = 0;
  while (!signal.aborted) {
    try {
      const news = await ask(place, AGENT_NEWS_SECONDS * 1000 + SLACK_MS);
      for (const jobId of news.canceled) {
        tell({ kind: "cancel", jobId });
      }
      for (const jobId of news.unmasked) {
        tell({ kind: "unmasked", jobId });
      }
      if (news.place !== place) {
        tell({ kind: "ready" });
      }
      place = news.place;
      failures = 0;
    } catch {
      // Only a hint: polls and heartbeats find the same, and tell what is wrong.
      failures += 1;
    }
    const pause = failures === 0 ? PACE_MS : pauseMs(failures);
    await delay(pause, undefined, { signal }).catch(() => undefined);
  }
}
