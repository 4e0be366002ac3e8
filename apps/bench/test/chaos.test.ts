import { describe, expect, it } from "vitest";
import { runChaos } from "../src/chaos/run-chaos.ts";

/** A machine that does other things as well takes longer than the half minute that this is meant for. */
const TIMEOUT_MS = 240_000;

const seed = Math.floor(Math.random() * 1_000_000_000);

describe("runChaos", () => {
  it(`loses and doubles no acknowledged job, with the new seed ${seed}`, {
    timeout: TIMEOUT_MS,
  }, async () => {
    const hits = { servers: 1, runners: 5, postgres: 2, stalls: 0 };
    const { ledger, faults } = await runChaos({ seed, size: 2, hits });
    expect({ lost: ledger.lost, doubled: ledger.doubled, faults }).toEqual({
      lost: [],
      doubled: [],
      faults: [],
    });
    expect(ledger.acknowledged).toBeGreaterThan(0);
    expect(ledger.broken).toBeLessThanOrEqual(hits.runners);
  });
});
