// Runs checks one after the other, says how each ended, and sums up.

import type { Check } from "./checks.ts";

export interface Outcome {
  readonly name: string;
  /** How many passed and failed; a check counts as one. */
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
}

/** Runs all of them, also after one failed; what is wrong is shown at once. */
export async function runChecks(checks: readonly Check[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { name, run } of checks) {
    const start = performance.now();
    const faults = await run().catch((error: unknown) => String(error));
    const failed = faults === "" ? 0 : 1;
    const seconds = (performance.now() - start) / 1000;
    outcomes.push({ name, passed: 1 - failed, failed, seconds });
    console.log(`${failed > 0 ? "failed" : "passed"}  ${name} (${seconds.toFixed(1)} s)`);
    if (failed > 0) {
      console.log(`${faults.trimEnd()}\n`);
    }
  }
  return outcomes;
}

/** A table of what ran, without the last lines of `npm test`. */
export function outcomeTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ name, passed, failed, seconds }) => [
    name,
    String(passed),
    String(failed),
    seconds.toFixed(1),
  ]);
  const table = [["", "passed", "failed", "seconds"], ...rows];
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...table.map((cells) => (cells[column] ?? "").length)),
  );
  return table.map((cells) => line(cells, widths)).join("\n");
}

function line(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    )
    .join("  ");
}
