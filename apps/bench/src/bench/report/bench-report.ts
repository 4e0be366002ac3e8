import { availableParallelism, cpus } from "node:os";
import type { Measurement } from "../measurement.ts";
import type { Sample } from "../sample.ts";
import type { Goal } from "./goals.ts";
import { judge, type Verdict } from "./judge.ts";
import { mediansOf } from "./medians.ts";

/** What a run found, as it is written to a file. */
export interface BenchReport {
  readonly machine: { readonly cores: number; readonly model: string; readonly node: string };
  readonly measurements: readonly MeasurementReport[];
  readonly goals: readonly Verdict[];
}

export interface MeasurementReport extends Pick<Measurement, "name" | "side"> {
  readonly median: Sample;
  readonly rounds: readonly Sample[];
}

/** Sums up all rounds. */
export function benchReport(
  measured: readonly Omit<MeasurementReport, "median">[],
  goals: readonly Goal[],
): BenchReport {
  const measurements = measured.map((one) => ({ ...one, median: mediansOf(one.rounds) }));
  const medians = Object.fromEntries(measurements.map(({ name, median }) => [name, median]));
  return {
    machine: {
      cores: availableParallelism(),
      model: cpus()[0]?.model ?? "",
      node: process.version,
    },
    measurements,
    goals: judge(medians, goals),
  };
}
