import type { RunOptions } from "../call-options.ts";
import { newIdempotencyKey } from "../http/idempotency-key.ts";
import { jobRequest, type Place } from "./job-request.ts";
import { type RunTarget, routeOf } from "./target.ts";

/** A run that somebody asks for; every request for it is the same run. */
export interface Run {
  readonly target: RunTarget;
  readonly args: object;
  readonly idempotencyKey: string;
}

export function newRun(target: RunTarget, args: object, options: RunOptions): Run {
  return { target, args, idempotencyKey: options.idempotencyKey ?? newIdempotencyKey() };
}

export interface RunRequestOptions {
  /** Seconds to wait for the end; undefined: not at all, the answer is the job's id. */
  readonly waitSeconds: number | undefined;
  readonly signal: AbortSignal | undefined;
}

export function runRequest(place: Place, run: Run, options: RunRequestOptions): Request {
  const { waitSeconds, signal } = options;
  return jobRequest(place, {
    method: "POST",
    route: `${waitSeconds === undefined ? "run" : "run_wait_result"}/${routeOf(run.target)}`,
    headers: {
      "Content-Type": "application/json",
      "Idempotency-Key": run.idempotencyKey,
      ...(waitSeconds === undefined ? {} : { Prefer: `wait=${waitSeconds}` }),
    },
    body: JSON.stringify(run.args),
    signal,
  });
}
