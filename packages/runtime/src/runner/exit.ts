import { constants } from "node:os";
import type { JobOutcome } from "@getoperate/contract";
import { failed } from "./outcomes.ts";

/** How a runner's process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Shells and sandboxes report the end by a signal as this plus its number. */
const SIGNALED = 128;

/** What V8 writes before it gives up. */
const OUT_OF_MEMORY = /# Fatal (?:JavaScript|process) out of memory/;

/** The outcome of a job whose process ended under it; `output` is the last that it wrote. */
export function exitOutcome(exit: Exit, output: string): JobOutcome {
  const signal = signalOf(exit);
  if (signal === undefined) {
    const message = `The script's process ended with exit code ${exit.code} before main returned`;
    return failed("ExitError", message);
  }
  if (signal === "SIGKILL") {
    const message = "The script's process was killed, most likely because memory ran out";
    return failed("ExitError", message);
  }
  if (OUT_OF_MEMORY.test(output)) {
    return failed("OutOfMemoryError", "The script needed more memory than its process may have");
  }
  return failed("ExitError", `The script's process was ended by ${signal} before main returned`);
}

/** For an operator: how a process ended that should not have. */
export function describeExit(exit: Exit): string {
  const signal = signalOf(exit);
  return signal === undefined
    ? `it ended with exit code ${exit.code}`
    : `it was ended by ${signal}`;
}

function signalOf({ code, signal }: Exit): string | undefined {
  const number = (code ?? 0) - SIGNALED;
  return signal ?? Object.entries(constants.signals).find((entry) => entry[1] === number)?.[0];
}
