import { percentile } from "./report/percentile.ts";

/**
 * What is measured: `rate` a second; `p50`, `p95` and `p99` of what one takes, milliseconds; `cpu`
 * of all processes that do the work, microseconds for one; `mib` of memory; `connections`.
 */
export type Figure = "rate" | "p50" | "p95" | "p99" | "cpu" | "mib" | "connections";

/** What one round of a measurement gave. */
export type Sample = Readonly<Partial<Record<Figure, number>>>;

/** The same of a program that only counts and times: how many, and in what time. */
export interface Timed extends Sample {
  readonly count: number;
}

/** Sums up single times, milliseconds, of what was done within `seconds`. */
export function timedSample(latenciesMs: readonly number[], seconds: number): Timed {
  const count = latenciesMs.length;
  return { count, rate: count / seconds, ...percentilesOf(latenciesMs) };
}

/** The three percentiles of single times, in any order. */
export function percentilesOf(latenciesMs: readonly number[]): Sample {
  const sorted = Float64Array.from(latenciesMs).sort();
  return {
    p50: percentile(sorted, 50),
    p95: percentile(sorted, 95),
    p99: percentile(sorted, 99),
  };
}
