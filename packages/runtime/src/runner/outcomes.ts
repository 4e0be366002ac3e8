import type { JobOutcome } from "@getoperate/contract";

/** The outcome of a job that ended otherwise than by its script's `main`. */
export function failed(name: string, message: string): JobOutcome {
  return { status: "failure", result: errorResult(name, message) };
}

export function canceled(): JobOutcome {
  return { status: "canceled", result: errorResult("CanceledError", "The job was canceled") };
}

export function timedOut(seconds: number): JobOutcome {
  return failed("TimeoutError", `The job was ended after ${seconds} s, its longest time`);
}

function errorResult(name: string, message: string): string {
  return JSON.stringify({ error: { name, message } });
}
