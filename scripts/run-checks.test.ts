import { describe, expect, it, vi } from "vitest";
import { outcomeTable, runChecks } from "./run-checks.ts";

describe("runChecks", () => {
  it("goes on after a check that finds faults or breaks, and shows them", async () => {
    const log = vi.spyOn(console, "log").mockReturnValue();
    const outcomes = await runChecks([
      { name: "a", run: async () => "a.ts:1 is wrong" },
      { name: "b", run: async () => Promise.reject(new Error("broken")) },
      { name: "c", run: async () => "" },
    ]);
    expect(outcomes.map(({ name, passed, failed }) => [name, passed, failed])).toEqual([
      ["a", 0, 1],
      ["b", 0, 1],
      ["c", 1, 0],
    ]);
    const shown = log.mock.calls.flat().join("\n");
    expect(shown).toContain("a.ts:1 is wrong");
    expect(shown).toContain("Error: broken");
  });
});

describe("outcomeTable", () => {
  it("aligns names to the left and numbers to the right", () => {
    const table = outcomeTable([
      { name: "types", passed: 1, failed: 0, seconds: 12.34 },
      { name: "tests", passed: 1234, failed: 1, seconds: 0.5 },
    ]);
    expect(table).toBe(
      [
        "       passed  failed  seconds",
        "types       1       0     12.3",
        "tests    1234       1      0.5",
      ].join("\n"),
    );
  });
});
