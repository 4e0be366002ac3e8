/** When work is to be given up: in time, or because the caller wishes so. */
export interface Deadline {
  readonly signal: AbortSignal;
  remainingMs(): number;
}

export interface DeadlineOptions {
  readonly timeoutMs: number;
  /** The caller's own wish to stop. */
  readonly signal: AbortSignal | undefined;
  /** What the work is rejected with when its time is over. */
  readonly timeoutError: () => Error;
}

/** Timers take no longer time; more would end at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Does work under a deadline: it is rejected with the time-out's error or the caller's reason. */
export async function withDeadline<Result>(
  { timeoutMs, signal, timeoutError }: DeadlineOptions,
  work: (deadline: Deadline) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const endsAt = performance.now() + timeoutMs;
  const timer = setTimeout(
    () => controller.abort(timeoutError()),
    Math.min(timeoutMs, LONGEST_TIMER_MS),
  );
  // By hand: signals made by AbortSignal.any stay in memory as long as the caller's own signal.
  const stop = () => controller.abort(signal?.reason);
  signal?.addEventListener("abort", stop);
  try {
    return await work({
      signal: controller.signal,
      remainingMs: () => endsAt - performance.now(),
    });
  } catch (error) {
    controller.signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
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
