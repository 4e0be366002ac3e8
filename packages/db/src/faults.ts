import { setTimeout as delay } from "node:timers/promises";
import { OperateError } from "@getoperate/contract";

/**
 * SQLSTATEs after which the same work may succeed: the node became a replica, a transaction or a
 * statement met one of our guard rails, a serialization failure, a deadlock, a lock that others hold,
 * the disk.
 */
const PASSING_STATES = new Set([
  "25006",
  "25P03",
  "25P04",
  "40001",
  "40P01",
  "55P03",
  "57014",
  "58030",
]);

/** The connection broke; the server has no more of something; an operator stops or starts it. */
const PASSING_CLASSES = /^(?:08|53)...$|^57P0[1235]$/;

/** Of a range of ids that is about to move to a partition of its own: it has one in a moment. */
const CHECK_VIOLATION = "23514";

const PASSING_SOCKET_ERRORS = new Set([
  "EAGAIN",
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTDOWN",
  "EHOSTUNREACH",
  "ENETDOWN",
  "ENETUNREACH",
  "ENOENT",
  "ENOTCONN",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

const PASSING_SENTENCES =
  /connection terminated|timeout expired|query read timeout|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|after calling end on the pool/i;

/** Whether an error says that PostgreSQL is away or asks to try again, and no more. */
export function isPassingFault(error: unknown): boolean {
  if (error instanceof OperateError) {
    return error.code === "unavailable";
  }
  if (!(error instanceof Error)) {
    return false;
  }
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  if (code === CHECK_VIOLATION) {
    return "constraint" in error && String(error.constraint).endsWith("_free");
  }
  if (code !== undefined) {
    return (
      PASSING_STATES.has(code) || PASSING_CLASSES.test(code) || PASSING_SOCKET_ERRORS.has(code)
    );
  }
  return PASSING_SENTENCES.test(error.message);
}

/** What a caller is told while PostgreSQL is away. */
export function databaseAway(cause: unknown): OperateError {
  return new OperateError("unavailable", "The database cannot be reached now; try again soon.", {
    retryAfterSeconds: 2,
    cause,
  });
}

/** An error as everybody above this package sees it: a passing fault is `unavailable`. */
export function toFault(error: unknown): unknown {
  return isPassingFault(error) && !(error instanceof OperateError) ? databaseAway(error) : error;
}

/** Whether PostgreSQL refused a row because its unique key is taken. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "23505";
}

export interface RetryOptions {
  /** Gives up after this time, milliseconds. */
  readonly forMs: number;
  /** Told of each fault that is tried again. */
  readonly onFault?: (error: unknown) => void;
}

/**
 * Repeats work that met a passing fault, with jittered growing pauses (50 ms to 2 s).
 *
 * `attempt` is 0 at first; from 1 on, what went before may have been committed although its answer
 * was lost, or may even be committed now, and the work has to look before it repeats.
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
      if (performance.now() + pause > giveUpAt || !isPassingFault(error)) {
        throw error;
      }
      options.onFault?.(error);
      await delay(pause);
    }
  }
}
