import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { dataFolder } from "@getoperate/testing/server-process";
import { describe, expect, it } from "vitest";
import { writeReport } from "../src/bench/report/write-report.ts";
import { runBench } from "../src/bench/run-bench.ts";

/** A machine that does other things as well takes longer than the half minute that this is meant for. */
const TIMEOUT_MS = 400_000;

/** One of each kind, in the shortest time that gives a figure; how high it is says nothing. */
const SHORT = {
  rounds: 2,
  seconds: 0.05,
  only: [
    ...["sync-1", "async-64", "get-job-64", "engine-64", "pipe-1", "runner-memory", "flood"],
    ...["waiters", "held-requests"],
  ],
  growth: 0,
  callers: 8,
  flooded: 8,
};

/** What was asked for, and what its goals hold it against. */
const MEASURED = [
  ...["sync-1", "sync-16", "async-64", "get-job-64", "probe-1", "probe-16", "probe-async-64"],
  ...["echo-64", "engine-64", "rows-64", "pipe-1", "pg-boss-64", "graphile-worker-64"],
  ...["runner-memory", "flood", "waiters", "held-requests"],
];

describe("runBench", () => {
  it("measures in each round what was asked for, judges it, and writes it down", {
    timeout: TIMEOUT_MS,
  }, async () => {
    const report = await runBench(SHORT);
    expect(report.measurements.map(({ name }) => name)).toEqual(MEASURED);
    for (const { name, median, rounds } of report.measurements) {
      expect(rounds, name).toHaveLength(SHORT.rounds);
      expect(Object.values(median), name).not.toHaveLength(0);
      expect(Object.values(median).every(Number.isFinite), name).toBe(true);
    }
    expect(report.goals.length).toBeGreaterThan(0);
    await using folder = await dataFolder();
    const file = join(folder.path, "bench.json");
    await writeReport(file, report);
    expect(JSON.parse(await readFile(file, "utf8"))).toEqual(report);
  });
});
