/** What any call takes. */
export interface CallOptions {
  /** Ends the call; a job that was started goes on. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time the call may take with all its retries, instead of the client's. */
  readonly timeoutMs?: number | undefined;
}

export interface RunOptions extends CallOptions {
  /**
   * Names the caller's intention: another call with the same key within 24 hours runs nothing again
   * but finds the job of the first one. A new key for each call unless given.
   */
  readonly idempotencyKey?: string | undefined;
}
