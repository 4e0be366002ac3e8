import { parseArgs } from "node:util";
import type { BenchOptions } from "./run-bench.ts";

export interface CommandLine extends Omit<BenchOptions, "program" | "onRound" | "onMeasure"> {
  /** Where the report is written. */
  readonly json: string;
  /** Folder for profiles of the servers' CPU, one file each; empty: there are none. */
  readonly profile: string;
}

const DEFAULTS = {
  rounds: "5",
  seconds: "1",
  only: "",
  growth: "0",
  callers: "10000",
  flooded: "10000",
  json: "bench.json",
  profile: "",
};

/** Reads `npm run bench`'s own options. Throws what is wrong with them. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const options = Object.fromEntries(
    Object.keys(DEFAULTS).map((name) => [name, { type: "string" as const }]),
  );
  const { values } = parseArgs({ args: [...args], options });
  const given = { ...DEFAULTS, ...values };
  return {
    rounds: numberOf("rounds", given.rounds),
    seconds: numberOf("seconds", given.seconds),
    growth: numberOf("growth", given.growth),
    callers: numberOf("callers", given.callers),
    flooded: numberOf("flooded", given.flooded),
    only: given.only.split(",").filter((word) => word !== ""),
    json: given.json,
    profile: given.profile,
  };
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text === "" || !(value >= 0)) {
    throw new Error(`--${name} must be a number, not ${text}.`);
  }
  return value;
}
