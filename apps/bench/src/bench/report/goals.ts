import type { Figure } from "../sample.ts";

/** What a measurement should reach: as such, or as a ratio to another one of the same run. */
export interface Goal {
  readonly of: string;
  readonly figure: Figure;
  /** What it is divided by. */
  readonly against?: string;
  readonly bound: "at-least" | "at-most";
  readonly wanted: number;
}

/** The figures by which the product is judged. */
export const GOALS: readonly Goal[] = [
  { of: "sync-1", figure: "p50", against: "probe-1", bound: "at-most", wanted: 1.6 },
  { of: "sync-1", figure: "p99", bound: "at-most", wanted: 6 },
  { of: "sync-16", figure: "rate", against: "probe-16", bound: "at-least", wanted: 0.5 },
  { of: "sync-64", figure: "rate", against: "probe-64", bound: "at-least", wanted: 0.5 },
  { of: "sync-64", figure: "p99", bound: "at-most", wanted: 25 },
  { of: "async-64", figure: "rate", against: "probe-async-64", bound: "at-least", wanted: 0.5 },
  { of: "get-job-64", figure: "rate", against: "echo-64", bound: "at-least", wanted: 0.4 },
  { of: "engine-64", figure: "rate", against: "rows-64", bound: "at-least", wanted: 0.6 },
  { of: "engine-64", figure: "rate", against: "pg-boss-64", bound: "at-least", wanted: 4 },
  { of: "engine-64", figure: "rate", against: "graphile-worker-64", bound: "at-least", wanted: 4 },
  { of: "engine-bulk", figure: "rate", against: "pg-boss-bulk", bound: "at-least", wanted: 1 },
  {
    of: "engine-bulk",
    figure: "rate",
    against: "graphile-worker-bulk",
    bound: "at-least",
    wanted: 1,
  },
  { of: "agent-64", figure: "rate", against: "sync-64", bound: "at-least", wanted: 0.6 },
  { of: "idle-memory", figure: "mib", bound: "at-most", wanted: 350 },
  { of: "runner-memory", figure: "mib", bound: "at-most", wanted: 70 },
  { of: "flood", figure: "p99", bound: "at-most", wanted: 2_000 },
  { of: "first-call", figure: "p50", bound: "at-most", wanted: 60 },
  { of: "first-call-python", figure: "p50", bound: "at-most", wanted: 150 },
  { of: "waiters", figure: "mib", bound: "at-most", wanted: 150 },
  // One to wait on, one for what every server does besides.
  { of: "waiters", figure: "connections", bound: "at-most", wanted: 2 },
  { of: "waiters", figure: "p99", bound: "at-most", wanted: 50 },
];

/** What is allowed to change when the tables are full. */
const GROWTH = 0.15;

/** The same measurements on full tables, each against itself on empty ones. */
export function growthGoals(suffix: string): Goal[] {
  const rates = ["sync-16", "sync-64", "async-64", "get-job-64", "engine-64"];
  return [
    {
      of: `sync-1${suffix}`,
      figure: "p50",
      against: "sync-1",
      bound: "at-most",
      wanted: 1 + GROWTH,
    },
    ...rates.map(
      (name): Goal => ({
        of: name + suffix,
        figure: "rate",
        against: name,
        bound: "at-least",
        wanted: 1 - GROWTH,
      }),
    ),
  ];
}
