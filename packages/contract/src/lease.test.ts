import { describe, expect, it } from "vitest";
import { heartbeatMs } from "./lease.ts";

describe("heartbeatMs", () => {
  it.each([
    [3, 1_000],
    [15, 5_000],
    [600, 5_000],
  ])("beats three times in a lease of %d s, and every five seconds at least", (lease, ms) => {
    expect(heartbeatMs(lease)).toBe(ms);
  });
});
