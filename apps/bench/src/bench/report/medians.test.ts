import { describe, expect, it } from "vitest";
import { mediansOf } from "./medians.ts";

describe("mediansOf", () => {
  it("takes each figure's own median, not those of the round in the middle", () => {
    const rounds = [
      { rate: 10, p50: 1 },
      { rate: 30, p50: 3 },
      { rate: 20, p50: 9 },
    ];
    expect(mediansOf(rounds)).toEqual({ rate: 20, p50: 3 });
  });

  it("has no figure that no round had", () => {
    expect(mediansOf([{ mib: 5 }])).toEqual({ mib: 5 });
  });
});
