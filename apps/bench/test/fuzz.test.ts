import { describe, expect, it } from "vitest";
import { runFuzz } from "../src/fuzz/run-fuzz.ts";

/** A machine that does other things as well takes longer than the minute that this is meant for. */
const TIMEOUT_MS = 240_000;

const FIXED_SEED = 1;
const newSeed = Math.floor(Math.random() * 1_000_000_000);

describe("runFuzz", () => {
  it(`finds nothing and reaches every operation, with seed ${FIXED_SEED}`, {
    timeout: TIMEOUT_MS,
  }, async () => {
    const report = await runFuzz({ requests: 1_500, seed: FIXED_SEED });
    expect(report.findings.text()).toBe("");
    expect(report.unreached).toEqual([]);
  });

  it(`finds nothing, with the new seed ${newSeed}`, { timeout: TIMEOUT_MS }, async () => {
    const report = await runFuzz({ requests: 500, seed: newSeed });
    expect(report.findings.text()).toBe("");
  });
});
