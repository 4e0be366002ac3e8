import type { Figure, Sample } from "../sample.ts";
import { median } from "./median.ts";

const FIGURES: readonly Figure[] = ["rate", "p50", "p95", "p99", "cpu", "mib", "connections"];

/** The median of each figure over all rounds. */
export function mediansOf(rounds: readonly Sample[]): Sample {
  const entries = FIGURES.flatMap((figure): [Figure, number][] => {
    const values = rounds.flatMap((sample) => sample[figure] ?? []);
    return values.length === 0 ? [] : [[figure, median(values)]];
  });
  return Object.fromEntries(entries);
}
