import type { Goal } from "./report/goals.ts";

/**
 * The names to measure: those that begin with one of the words, and what a goal holds them against.
 * Without words: all.
 */
export function selectNames(
  names: readonly string[],
  only: readonly string[],
  goals: readonly Goal[],
): Set<string> {
  if (only.length === 0) {
    return new Set(names);
  }
  const wanted = names.filter((name) => only.some((word) => name.startsWith(word)));
  const against = goals.flatMap((goal) =>
    wanted.includes(goal.of) && goal.against !== undefined ? [goal.against] : [],
  );
  return new Set([...wanted, ...against]);
}
