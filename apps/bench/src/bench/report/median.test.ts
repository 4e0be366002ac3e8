import { describe, expect, it } from "vitest";
import { median } from "./median.ts";

describe("median", () => {
  it("is the middle value, however they are ordered", () => {
    expect(median([100, 1, 30])).toBe(30);
  });

  it("is between the two in the middle where there is no middle one", () => {
    expect(median([4, 1, 2, 100])).toBe(3);
  });

  it("is no number where there is no value", () => {
    expect(median([])).toBeNaN();
  });
});
