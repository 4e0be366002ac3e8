import { setTimeout as delay } from "node:timers/promises";

/**
 * SQLSTATEs after which the same work may succeed: the server stops or starts, the connection
 * broke, the node became a replica, a serialization failure or a deadlock.
 */
const PASSING_STATES = new Set([
  "57P01",
  "57P02",
  "57P03",
  "08000",
  "08001",
  "08003",
  "08006",
  "25006",
  "40001",
  "40P01",
  "53300",
]);

/** Of a range of ids that is about to move to a partition of its own: it has one in a moment. */
const CHECK_VIOLATION = "23514";

const PASSING_SOCKET_ERRORS = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOENT",
  "ETIMEDOUT",
  "ENOTCONN",
]);

const PASSING_SENTENCES =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|not queryable/i;

/** Whether an error says that PostgreSQL is away or asks to try again, and no more. */
export function isPassingFault(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  if (code === CHECK_VIOLATION) {
    return "constraint" in error && String(error.constraint).endsWith("_free");
  }
  if (code !== undefined) {
    return PASSING_STATES.has(code) || PASSING_SOCKET_ERRORS.has(code);
  }
  return PASSING_SENTENCES.test(error.message);
}

/** Whether PostgreSQL refused a row because its unique key is taken. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505";
}

export interface RetryOptions {
  /** Gives up after this time, milliseconds. */
  readonly forMs: number;
  readonly signal?: AbortSignal;
}

/**
 * Repeats work that met a passing fault, with jittered growing pauses (50 ms to 2 s).
 *
 * `attempt` is 0 at first; from 1 on, what went before may have been committed although its answer
 * was lost, and the work has to look before it repeats.
 */
export async function withRetries<Result>(
  work: (attempt: number) => Promise<Result>,
  options: RetryOptions,
): Promise<Result> {
  const giveUpAt = performance.now() + options.forMs;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      const pause = Math.min(2000, 50 * 2 ** Math.min(attempt, 6)) * (0.5 + Math.random() / 2);
      const late = performance.now() + pause > giveUpAt;
      if (late || options.signal?.aborted === true || !isPassingFault(error)) {
        throw error;
      }
      await delay(pause, undefined, { signal: options.signal }).catch(() => {
        throw error;
      });
    }
  }
}
