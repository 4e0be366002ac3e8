/** When work is to be given up: in time, or because the caller wishes so. */
export interface Deadline {
  readonly signal: AbortSignal;
  remainingMs(): number;
}

export interface DeadlineOptions {
  /** Infinity: no time-out. */
  readonly timeoutMs: number;
  /** The caller's own wish to stop. */
  readonly signal: AbortSignal | undefined;
  /** What the work is rejected with when its time is over. */
  readonly timeoutError: () => Error;
}

/** Timers take no longer time; more would end at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Starts a deadline; `stop` ends it when the work is done. Throws if the caller stopped already. */
export function startDeadline({
  timeoutMs,
  signal,
  timeoutError,
}: DeadlineOptions): Deadline & { stop(): void } {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const endsAt = performance.now() + timeoutMs;
  const timer =
    timeoutMs === Number.POSITIVE_INFINITY
      ? undefined
      : setTimeout(() => controller.abort(timeoutError()), Math.min(timeoutMs, LONGEST_TIMER_MS));
  // By hand: signals made by AbortSignal.any stay in memory as long as the caller's own signal.
  const abort = () => controller.abort(signal?.reason);
  signal?.addEventListener("abort", abort);
  return {
    signal: controller.signal,
    remainingMs: () => endsAt - performance.now(),
    stop() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    },
  };
}

/** Does work under a deadline: it is rejected with the time-out's error or the caller's reason. */
export async function withDeadline<Result>(
  options: DeadlineOptions,
  work: (deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  const deadline = startDeadline(options);
  try {
    return await work(deadline);
  } catch (error) {
    deadline.signal.throwIfAborted();
    throw error;
  } finally {
    deadline.stop();
  }
}

/** Waits, or rejects with the signal's reason. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop);
  });
}
