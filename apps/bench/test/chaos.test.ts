import { describe, expect, it } from "vitest";
import { runChaos } from "../src/chaos/run-chaos.ts";

/** A machine that does other things as well takes longer than the half minute that this is meant for. */
const TIMEOUT_MS = 240_000;

const seed = Math.floor(Math.random() * 1_000_000_000);

describe("runChaos", () => {
  it(`loses and doubles no acknowledged job, with the new seed ${seed}`, {
    timeout: TIMEOUT_MS,
  }, async () => {
    const hits = { workers: 1, servers: 1, runners: 4, postgres: 2, stalls: 1 };
    const report = await runChaos({ seed, size: { servers: 2, workers: 2 }, hits });
    const { ledger, lateEnds, faults } = report;
    const { lost, doubled } = ledger;
    expect({ lost, doubled, lateEnds, faults }).toEqual({
      lost: [],
      doubled: [],
      lateEnds: [],
      faults: [],
    });
    expect(ledger.acknowledged).toBeGreaterThan(0);
    expect(ledger.broken).toBeLessThanOrEqual(hits.runners);
    expect(report.stalledAttempts).toBeGreaterThan(0);
  });
});
