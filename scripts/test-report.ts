// What the JSON report of vitest says, in two numbers.

import { z } from "zod";

const Report = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
});

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Counts tests. A run that failed without a failed test, such as a file that could not be loaded, an
 * error outside any test or a run that was killed, counts as one failure.
 */
export function countTests(report: string, exitCode: number): Counts {
  const parsed = report === "" ? undefined : Report.parse(JSON.parse(report));
  const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = parsed ?? {};
  const isFailure = exitCode !== 0 || parsed?.success !== true;
  return { passed, failed: isFailure ? Math.max(failed, 1) : failed };
}
