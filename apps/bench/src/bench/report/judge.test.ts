import { describe, expect, it } from "vitest";
import type { Goal } from "./goals.ts";
import { judge } from "./judge.ts";

const MEDIANS = { ours: { rate: 400, p99: 30 }, limit: { rate: 1000 } };
const RATIO: Goal = {
  of: "ours",
  figure: "rate",
  against: "limit",
  bound: "at-least",
  wanted: 0.5,
};
const TIME: Goal = { of: "ours", figure: "p99", bound: "at-most", wanted: 25 };

describe("judge", () => {
  it("divides one measurement by another and says by what part it missed", () => {
    const [verdict] = judge(MEDIANS, [RATIO]);
    expect(verdict).toMatchObject({ value: 0.4, isMet: false });
    expect(verdict?.missedBy).toBeCloseTo(0.2);
  });

  it("holds a figure as such against a bound from above", () => {
    expect(judge(MEDIANS, [TIME])[0]).toMatchObject({ value: 30, isMet: false, missedBy: 0.2 });
  });

  it("takes what is reached exactly for met", () => {
    const reached = [
      { ...RATIO, wanted: 0.4 },
      { ...TIME, wanted: 30 },
    ];
    expect(judge(MEDIANS, reached)).toMatchObject([
      { isMet: true, missedBy: 0 },
      { isMet: true, missedBy: 0 },
    ]);
  });

  it("leaves out what was not measured, on either side", () => {
    const goals: Goal[] = [
      { ...RATIO, against: "missing" },
      { ...RATIO, of: "missing" },
      { ...RATIO, figure: "p50" },
    ];
    expect(judge(MEDIANS, goals)).toEqual([]);
  });
});
