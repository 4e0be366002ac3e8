import { cpuOf, processTimes } from "./process-tree.ts";
import type { Sample, Timed } from "./sample.ts";

const MICROSECONDS = 1_000_000;

/** Adds what the processes below `roots` used for each of what was done meanwhile. */
export async function withCpu(
  roots: readonly number[],
  act: () => Promise<Timed>,
): Promise<Sample> {
  const before = cpuOf(roots, await processTimes());
  const { count, ...figures } = await act();
  const after = cpuOf(roots, await processTimes());
  return { ...figures, cpu: ((after - before) * MICROSECONDS) / count };
}
