import { describe, expect, it } from "vitest";
import { countTests } from "./test-report.ts";

function report(passed: number, failed: number, success: boolean): string {
  return JSON.stringify({
    success,
    numPassedTests: passed,
    numFailedTests: failed,
  });
}

describe("countTests", () => {
  it("counts what passed and what failed", () => {
    expect(countTests(report(5, 0, true), 0)).toEqual({ passed: 5, failed: 0 });
    expect(countTests(report(5, 2, false), 1)).toEqual({ passed: 5, failed: 2 });
  });

  it("counts a failure without a failed test as one", () => {
    expect(countTests(report(5, 0, false), 0)).toEqual({ passed: 5, failed: 1 });
    expect(countTests(report(5, 0, true), 1)).toEqual({ passed: 5, failed: 1 });
    expect(countTests("", 137)).toEqual({ passed: 0, failed: 1 });
  });
});
