import type { Figure, Sample } from "../sample.ts";
import type { Verdict } from "./judge.ts";

const COLUMNS: readonly { readonly figure: Figure; readonly title: string }[] = [
  { figure: "rate", title: "per second" },
  { figure: "p50", title: "p50 ms" },
  { figure: "p95", title: "p95 ms" },
  { figure: "p99", title: "p99 ms" },
  { figure: "cpu", title: "CPU µs each" },
  { figure: "mib", title: "MiB more" },
  { figure: "connections", title: "connections" },
];

/** Every measurement with its medians, for people. */
export function measurementsTable(
  rows: readonly { readonly name: string; readonly side: string; readonly median: Sample }[],
): string {
  const cells = rows.map(({ name, side, median }) => [
    name,
    side,
    ...COLUMNS.map(({ figure }) => numberText(median[figure])),
  ]);
  return table([["measurement", "", ...COLUMNS.map(({ title }) => title)], ...cells]);
}

/** Every goal, and whether it is met. */
export function goalsTable(verdicts: readonly Verdict[]): string {
  const cells = verdicts.map(({ of, figure, against, bound, wanted, value, isMet, missedBy }) => [
    against === undefined ? `${of} ${figure}` : `${of} / ${against} ${figure}`,
    numberText(value),
    `${bound === "at-least" ? "≥" : "≤"} ${numberText(wanted)}`,
    isMet ? "met" : `missed by ${Math.round(missedBy * 100)} %`,
  ]);
  return table([["goal", "measured", "wanted", ""], ...cells]);
}

function numberText(value: number | undefined): string {
  if (value === undefined) {
    return "";
  }
  return value >= 100 ? String(Math.round(value)) : value.toFixed(2).replace(/\.?0+$/, "");
}

/** The first column to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}
