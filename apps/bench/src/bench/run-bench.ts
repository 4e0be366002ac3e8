// Measures the product and its limits in one run, round by round in turn, so that whatever else the
// machine does hits both alike. Ratios are what counts; single figures are this machine's.
import type { ProgramFile } from "@getoperate/testing/program";
import type { Measurement } from "./measurement.ts";
import { GROWN } from "./measurements/grown.ts";
import { allMeasurements } from "./measurements.ts";
import { type BenchReport, benchReport } from "./report/bench-report.ts";
import { GOALS, growthGoals } from "./report/goals.ts";
import type { Sample } from "./sample.ts";
import { selectNames } from "./select.ts";
import { startWorld } from "./world.ts";

export interface BenchOptions {
  /** The server to measure; its sources unless given. */
  readonly program?: ProgramFile | undefined;
  readonly rounds: number;
  /** Of each measurement in each round. */
  readonly seconds: number;
  /** Beginnings of the names of what is measured; none: all. */
  readonly only: readonly string[];
  /** Finished jobs in the tables of a second server; 0: there is none. */
  readonly growth: number;
  /** Sync callers who wait on one server. */
  readonly callers: number;
  /** Jobs of one token that another one's calls have to pass. */
  readonly flooded: number;
  /** Told after each round. */
  readonly onRound?: (round: number) => void;
  /** Told of each measurement before it begins. */
  readonly onMeasure?: (name: string) => void;
}

/** Measured before the first round and thrown away: compilers, plans and caches get warm, in the time
 * of so many rounds. */
const WARM_UP_ROUNDS = 1.5;

/** Starts everything, measures, and ends everything. */
export async function runBench(options: BenchOptions): Promise<BenchReport> {
  const { rounds, seconds } = options;
  const goals = [...GOALS, ...(options.growth > 0 ? growthGoals(GROWN) : [])];
  await using stack = new AsyncDisposableStack();
  const world = stack.use(await startWorld(options.program));
  const all = await allMeasurements(world, options, stack);
  const names = selectNames(
    all.map(({ name }) => name),
    options.only,
    goals,
  );
  const measurements = all.filter(({ name }) => names.has(name));
  const warmUp = { ...options, seconds: seconds * WARM_UP_ROUNDS };
  await oneRound(measurements.filter(isWarmedUp), warmUp);
  const samples = new Map(measurements.map(({ name }): [string, Sample[]] => [name, []]));
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, sample] of await oneRound(measurements, options)) {
      samples.get(name)?.push(sample);
    }
    options.onRound?.(round);
  }
  const measured = measurements.map(({ name, side }) => ({
    name,
    side,
    rounds: samples.get(name) ?? [],
  }));
  return benchReport(measured, goals);
}

/** What starts a server or a process of its own in every round has nothing that gets warm. */
const COLD: readonly string[] = ["waiters", "held-requests", "idle-memory", "flood"];

function isWarmedUp({ name }: Measurement): boolean {
  return !COLD.includes(name);
}

async function oneRound(
  measurements: readonly Measurement[],
  { seconds, onMeasure }: Pick<BenchOptions, "seconds" | "onMeasure">,
): Promise<[string, Sample][]> {
  const samples: [string, Sample][] = [];
  for (const measurement of measurements) {
    onMeasure?.(measurement.name);
    samples.push([measurement.name, await measurement.round(seconds)]);
  }
  return samples;
}
