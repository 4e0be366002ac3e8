import { describe, expect, it } from "vitest";
import { timedSample } from "./sample.ts";

describe("timedSample", () => {
  it("counts, and takes the percentiles of times in any order", () => {
    const latencies = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect(timedSample(latencies, 4)).toEqual({
      count: 200,
      rate: 50,
      p50: 100,
      p95: 190,
      p99: 198,
    });
  });
});
