import { describe, expect, it } from "vitest";
import { expiredRanges, firstUuidOf, missingRanges, timeOfUuid } from "./id-ranges.ts";

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const now = new Date("2026-03-10T15:00:00Z");

describe("missingRanges", () => {
  it("begins today and reaches a week ahead, a day each for a short retention", () => {
    const ranges = missingRanges([], { now, retentionDays: 1 });
    expect(ranges).toHaveLength(8);
    expect(ranges[0]).toEqual({ from: day("2026-03-10"), to: day("2026-03-11") });
    expect(ranges.at(-1)?.to).toEqual(day("2026-03-18"));
  });

  it("makes them wider the longer jobs are kept, so that there are few", () => {
    const ranges = missingRanges([], { now, retentionDays: 30 });
    expect(ranges).toEqual([
      { from: day("2026-03-10"), to: day("2026-03-17") },
      { from: day("2026-03-17"), to: day("2026-03-24") },
    ]);
  });

  it("goes on where the last one ends, whatever its width", () => {
    const present = [{ from: day("2026-03-01"), to: day("2026-03-16") }];
    expect(missingRanges(present, { now, retentionDays: 7 })).toEqual([
      { from: day("2026-03-16"), to: day("2026-03-17") },
      { from: day("2026-03-17"), to: day("2026-03-18") },
    ]);
  });

  it("leaves out the days that a server was away", () => {
    const present = [{ from: day("2026-01-01"), to: day("2026-01-08") }];
    const [first] = missingRanges(present, { now, retentionDays: 30 });
    expect(first?.from).toEqual(day("2026-03-10"));
  });

  it("finds nothing missing a second time", () => {
    const present = missingRanges([], { now, retentionDays: 30 });
    expect(missingRanges(present, { now, retentionDays: 30 })).toEqual([]);
  });
});

describe("expiredRanges", () => {
  it("takes those that ended at the cutoff or before", () => {
    const old = { from: day("2026-01-01"), to: day("2026-01-08") };
    const young = { from: day("2026-01-08"), to: day("2026-01-15") };
    expect(expiredRanges([old, young], day("2026-01-08"))).toEqual([old]);
  });
});

describe("timeOfUuid", () => {
  it("is what firstUuidOf began with", () => {
    expect(timeOfUuid(firstUuidOf(now))).toEqual(now);
  });
});
