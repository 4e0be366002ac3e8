/** Statuses of servers and proxies that may be gone at the next attempt. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);
/** Of these the only one that says for sure that nothing was done. */
const TOO_MANY_REQUESTS = 429;

/** Whether a request that was answered so may be sent again. */
export function isPassing(status: number, isRepeatable: boolean): boolean {
  return isRepeatable ? PASSING.has(status) : status === TOO_MANY_REQUESTS;
}
