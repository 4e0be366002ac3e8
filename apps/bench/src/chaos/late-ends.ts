import type { StoredJob } from "./ledger.ts";
import type { StalledAttempt } from "./stall.ts";

/** The attempts whose end was stored although somebody else ran the job by then, a line each. */
export function lateEndsOf(
  stalled: readonly StalledAttempt[],
  stored: readonly StoredJob[],
): string[] {
  const attempts = new Map(stored.map(({ id, attempt }) => [id, attempt]));
  return stalled
    .filter(({ id, attempt }) => attempts.get(id) === attempt)
    .map(({ id, attempt }) => `stalled ${id}: the end of attempt ${attempt} was stored`);
}
