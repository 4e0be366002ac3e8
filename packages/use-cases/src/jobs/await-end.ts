import type { JobStatus, JsonText } from "@getoperate/contract";
import type { JobEnd, Waiter } from "@getoperate/engine";
import { endWithin, type WaitingCaller } from "./end-within.ts";

/** How a job stands, its result as text; what routes that shape it themselves need. */
export interface JobStanding {
  readonly id: string;
  readonly status: JobStatus;
  /** Absent until the job ended. */
  readonly result: JsonText | undefined;
}

export interface AwaitedJob {
  readonly id: string;
  readonly waitMs: number;
  /** How it stands if it does not end in time. */
  readonly otherwise: JobStatus;
}

/** Waits for a job's end, and disposes of the waiter whatever comes. */
export function awaitEnd(
  waiter: Waiter,
  { id, waitMs, otherwise }: AwaitedJob,
  caller: WaitingCaller,
): Promise<JobStanding> {
  return endWithin<JobEnd>((listener) => waiter.onEnd(listener), waitMs, caller).then((end) => {
    waiter[Symbol.dispose]();
    return { id, status: end?.status ?? otherwise, result: end?.result };
  });
}
