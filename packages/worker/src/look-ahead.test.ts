import { describe, expect, it } from "vitest";
import { LookAhead } from "./look-ahead.ts";

/** Of a worker with 8 slots whose last jobs took so long, milliseconds. */
function aheadAfter(...tookMs: number[]): number {
  const lookAhead = new LookAhead();
  for (const ms of tookMs) {
    lookAhead.note(ms);
  }
  return lookAhead.countFor(8);
}

describe("LookAhead", () => {
  it("holds nothing before it knows how long jobs take", () => {
    expect(aheadAfter()).toBe(0);
  });

  it("holds what the slots finish within 100 ms, and no more than 100 jobs", () => {
    expect(aheadAfter(50)).toBe(8);
    expect(aheadAfter(20)).toBe(32);
    expect(aheadAfter(0.1)).toBe(100);
  });

  it("holds nothing of jobs that take 100 ms and longer", () => {
    expect(aheadAfter(100)).toBe(0);
    expect(aheadAfter(10_000)).toBe(0);
  });

  it("follows a change within some jobs", () => {
    expect(aheadAfter(1, 10_000)).toBe(0);
    expect(aheadAfter(100, ...Array.from({ length: 20 }, () => 1))).toBeGreaterThan(50);
  });

  it("holds nothing once jobs take longer than they seemed to", () => {
    const lookAhead = new LookAhead();
    lookAhead.note(1);
    lookAhead.expectLong(250);
    expect(lookAhead.countFor(8)).toBe(0);
  });
});
