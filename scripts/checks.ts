// Everything that is checked without running the product, in the order of the table.

import { checkContractIds } from "./check-contract-ids.ts";
import { checkLockFile } from "./check-lock-file.ts";
import { checkPaths } from "./check-paths.ts";
import { checkWords } from "./check-words.ts";
import { type Program, ROOT, runProgram } from "./run-program.ts";

export interface Check {
  readonly name: string;
  /** What is wrong; empty if nothing is. */
  readonly run: () => Promise<string>;
}

const TURBO = "node_modules/.bin/turbo";
const TSC = "node_modules/typescript-native/bin/tsc";

export const CHECKS: readonly Check[] = [
  reads("lock file", checkLockFile),
  reads("paths in Markdown", checkPaths),
  reads("words", checkWords),
  reads("contract ids", checkContractIds),
  runs("format and lint", {
    command: "node_modules/.bin/biome",
    args: ["check", "--max-diagnostics=100"],
  }),
  runs("boundaries", { command: TURBO, args: ["boundaries"] }),
  runs("types", {
    command: TURBO,
    args: ["run", "typecheck", "--continue", "--output-logs=errors-only"],
  }),
  runs("types of scripts", { command: TSC, args: ["-p", "scripts/tsconfig.json"] }),
  runs("unused code", {
    command: "node_modules/.bin/knip",
    args: ["--config", ".knip.json", "--treat-config-hints-as-errors"],
  }),
  runs("generated files", { command: "scripts/generate.ts", args: ["--check"] }),
  runs("packages", { command: "scripts/check-packages.ts", args: [] }),
];

function reads(name: string, check: (root: string) => Promise<string[]>): Check {
  return { name, run: async () => (await check(ROOT)).join("\n") };
}

function runs(name: string, program: Program): Check {
  return {
    name,
    run: async () => {
      const { code, output } = await runProgram(program);
      return code === 0 ? "" : output || `${program.command} ended with ${code}`;
    },
  };
}
