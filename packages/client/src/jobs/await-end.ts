import type { CallOptions } from "../call-options.ts";
import { OperateTimeoutError } from "../errors.ts";
import { type Deadline, sleep, withDeadline } from "../http/deadline.ts";
import { send } from "../http/send.ts";
import { hasEnded, jobIdOf } from "./job-end.ts";
import { jobRequest, type Place } from "./job-request.ts";
import { type Run, runRequest } from "./run.ts";

/** Longest wait of one request: shorter than what proxies allow a silent connection. */
const TURN_SECONDS = 30;
/** After its wait an answer should come at once; this much longer is for retries. */
const GRACE_MS = 30_000;
/** Between two requests to a server that does not wait, as one that is being stopped. */
const PAUSE_MS = 1000;

/**
 * Asks again and again until a job ended, and resolves to the answer that says so.
 *
 * What is waited for is a job's id, or a run that the first request starts.
 */
export function awaitEnd(
  place: Place,
  awaited: string | Run,
  options: CallOptions,
): Promise<Response> {
  const timeoutMs = options.timeoutMs ?? place.connection.waitTimeoutMs;
  let job = awaited;
  const limits = {
    timeoutMs,
    signal: options.signal,
    timeoutError: () =>
      new OperateTimeoutError(timeoutMs, typeof job === "string" ? job : undefined),
  };
  return withDeadline(limits, async (deadline) => {
    for (;;) {
      const answer = await takeTurn(place, job, deadline);
      if (answer !== undefined) {
        job = await jobIdOf(answer);
        if (hasEnded(answer)) {
          return answer;
        }
      }
    }
  });
}

/** One request and its wait; undefined: the connection was dead, which only the time tells. */
async function takeTurn(
  place: Place,
  job: string | Run,
  deadline: Deadline,
): Promise<Response | undefined> {
  const seconds = secondsOfTurn(job, deadline);
  const request = turnRequest(place, job, { waitSeconds: seconds, signal: deadline.signal });
  const sentAt = performance.now();
  try {
    const answer = await send(place.connection, request, seconds * 1000 + GRACE_MS);
    const tookMs = performance.now() - sentAt;
    if (answer.ok && !hasEnded(answer) && tookMs < seconds * 500) {
      await sleep(PAUSE_MS, deadline.signal);
    }
    return answer;
  } catch (error) {
    if (error instanceof OperateTimeoutError && !deadline.signal.aborted) {
      return undefined;
    }
    throw error;
  }
}

/** The first answer must come before the deadline, since it alone tells the job's id. */
function secondsOfTurn(job: string | Run, { remainingMs }: Deadline): number {
  const seconds = Math.max(0, remainingMs() / 1000);
  return Math.min(
    typeof job === "string" ? Math.ceil(seconds) : Math.floor(seconds * 0.9),
    TURN_SECONDS,
  );
}

function turnRequest(
  place: Place,
  job: string | Run,
  options: { readonly waitSeconds: number; readonly signal: AbortSignal },
): Request {
  if (typeof job !== "string") {
    return runRequest(place, job, options);
  }
  const { waitSeconds, signal } = options;
  const route = `${encodeURIComponent(job)}/result?wait=${waitSeconds}`;
  return jobRequest(place, { method: "GET", route, signal });
}
