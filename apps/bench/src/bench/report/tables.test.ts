import { describe, expect, it } from "vitest";
import { goalsTable, measurementsTable } from "./tables.ts";

describe("measurementsTable", () => {
  it("puts figures below each other and leaves out what was not measured", () => {
    const rows = [
      { name: "sync-1", side: "ours", median: { rate: 1234.5, p50: 0.8 } },
      { name: "waiters", side: "ours", median: { mib: 100 } },
    ];
    const [head, first, second] = measurementsTable(rows).split("\n");
    expect(head).toMatch(/^measurement +per second +p50 ms/);
    expect(first).toMatch(/^sync-1 +ours +1235 +0\.8$/);
    expect(second).toMatch(/^waiters +ours +100$/);
  });
});

describe("goalsTable", () => {
  it("says by how much a goal is missed, and that another is met", () => {
    const goal = { of: "a", figure: "rate", bound: "at-least", wanted: 0.5 } as const;
    const text = goalsTable([
      { ...goal, against: "b", value: 0.4, isMet: false, missedBy: 0.2 },
      { ...goal, bound: "at-most", value: 0.5, isMet: true, missedBy: 0 },
    ]);
    expect(text).toMatch(/^a \/ b rate +0\.4 +≥ 0\.5 +missed by 20 %$/m);
    expect(text).toMatch(/^a rate +0\.5 +≤ 0\.5 +met$/m);
  });
});
