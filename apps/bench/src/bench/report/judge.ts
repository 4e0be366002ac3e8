import type { Sample } from "../sample.ts";
import type { Goal } from "./goals.ts";

/** A goal, and how near it came. */
export interface Verdict extends Goal {
  readonly value: number;
  readonly isMet: boolean;
  /** How far from what is wanted, as a part of it; 0 where it is met. */
  readonly missedBy: number;
}

/** Holds medians against goals; leaves out those of which something was not measured. */
export function judge(
  medians: Readonly<Record<string, Sample>>,
  goals: readonly Goal[],
): Verdict[] {
  return goals.flatMap((goal) => {
    const value = measuredValue(medians, goal);
    if (value === undefined || Number.isNaN(value)) {
      return [];
    }
    const { bound, wanted } = goal;
    const isMet = bound === "at-least" ? value >= wanted : value <= wanted;
    return [{ ...goal, value, isMet, missedBy: isMet ? 0 : Math.abs(value - wanted) / wanted }];
  });
}

function measuredValue(
  medians: Readonly<Record<string, Sample>>,
  { of, figure, against }: Goal,
): number | undefined {
  const own = medians[of]?.[figure];
  if (against === undefined || own === undefined) {
    return own;
  }
  const other = medians[against]?.[figure];
  return other === undefined ? undefined : own / other;
}
