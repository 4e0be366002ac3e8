import { type Deadline, sleep } from "./deadline.ts";

/** Why to try again; `afterMs` is what the server asked for. */
export interface Again {
  readonly afterMs: number | undefined;
}

export interface RetryPlan<Outcome> {
  readonly retries: number;
  readonly deadline: Deadline;
  readonly attempt: () => Promise<Outcome>;
  /** Whether this end of an attempt may be another one's beginning. */
  readonly again: (end: PromiseSettledResult<Outcome>) => Again | undefined;
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 10_000;

/** Attempts until one ends well, for good, or for the last time: its end is the answer. */
export async function retrying<Outcome>(plan: RetryPlan<Outcome>): Promise<Outcome> {
  const { signal, remainingMs } = plan.deadline;
  for (let retry = 0; ; retry += 1) {
    const [end] = await Promise.allSettled([plan.attempt()]);
    const again = retry < plan.retries ? plan.again(end) : undefined;
    const delayMs = again === undefined ? Number.POSITIVE_INFINITY : delayOf(retry, again);
    // What would come too late is not waited for: the caller learns now why it did not work.
    if (delayMs < remainingMs()) {
      await sleep(delayMs, signal);
    } else if (end.status === "fulfilled") {
      return end.value;
    } else {
      throw end.reason;
    }
  }
}

/** As the server asked; else doubling, and spread so that many callers do not come back at once. */
export function delayOf(retry: number, { afterMs }: Again): number {
  const delayMs = Math.min(FIRST_DELAY_MS * 2 ** retry, LONGEST_DELAY_MS);
  const spread = Math.random() / 2;
  return afterMs === undefined ? delayMs * (0.5 + spread) : afterMs + FIRST_DELAY_MS * spread;
}
