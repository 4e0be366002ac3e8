import { describe, expect, it } from "vitest";
import type { Goal } from "./report/goals.ts";
import { selectNames } from "./select.ts";

const NAMES = ["sync-1", "sync-64", "async-64", "probe-1"];
const GOALS: Goal[] = [
  { of: "sync-1", figure: "p50", against: "probe-1", bound: "at-most", wanted: 1 },
];

describe("selectNames", () => {
  it("takes all where none is asked for", () => {
    expect(selectNames(NAMES, [], GOALS)).toEqual(new Set(NAMES));
  });

  it("takes what begins with a word, and what it is held against", () => {
    expect(selectNames(NAMES, ["sync"], GOALS)).toEqual(new Set(["sync-1", "sync-64", "probe-1"]));
    expect(selectNames(NAMES, ["async", "probe"], GOALS)).toEqual(new Set(["async-64", "probe-1"]));
  });
});
