import { describe, expect, it } from "vitest";
import { delayOf } from "./retrying.ts";

describe("delayOf", () => {
  it("doubles up to ten seconds, spread over the upper half", () => {
    for (const [retry, longest] of [250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000].entries()) {
      const delay = delayOf(retry, { afterMs: undefined });
      expect(delay).toBeGreaterThanOrEqual(longest / 2);
      expect(delay).toBeLessThanOrEqual(longest);
    }
  });

  it("never comes before the server's wish", () => {
    expect(delayOf(0, { afterMs: 30_000 })).toBeGreaterThanOrEqual(30_000);
    expect(delayOf(0, { afterMs: 30_000 })).toBeLessThan(30_200);
  });
});
