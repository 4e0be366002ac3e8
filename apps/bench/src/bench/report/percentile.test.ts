import { describe, expect, it } from "vitest";
import { percentile } from "./percentile.ts";

const HUNDRED = Array.from({ length: 100 }, (_, index) => index + 1);

describe("percentile", () => {
  it("is the smallest value that so many are not above", () => {
    expect([50, 95, 99, 100].map((percent) => percentile(HUNDRED, percent))).toEqual([
      50, 95, 99, 100,
    ]);
  });

  it("is a value that was measured, never one between two", () => {
    expect(percentile([1, 10], 50)).toBe(1);
    expect(percentile([1, 10], 51)).toBe(10);
    expect(percentile([7], 1)).toBe(7);
  });

  it("is no number where nothing was measured", () => {
    expect(percentile([], 50)).toBeNaN();
  });
});
