// npm test: every check, then every test, against a real PostgreSQL where tests need one. In CI (the
// variable CI is set) a test that cannot run here fails instead of being left out.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKS } from "./checks.ts";
import { type Outcome, outcomeTable, runChecks } from "./run-checks.ts";
import { runProgram } from "./run-program.ts";
import { ensureTestPackages } from "./system-packages.ts";
import { countTests } from "./test-report.ts";

await ensureTestPackages();
const outcomes = [...(await runChecks(CHECKS)), await runTests(process.argv.slice(2))];
const sum = (count: (outcome: Outcome) => number) =>
  outcomes.reduce((total, outcome) => total + count(outcome), 0);
const failed = sum((outcome) => outcome.failed);
console.log(`\n${outcomeTable(outcomes)}\n`);
console.log(`${sum((outcome) => outcome.passed)} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** All test files of the tree, or those whose path has one of these words. */
async function runTests(filters: readonly string[]): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), "getoperate-report-"));
  const report = join(folder, "report.json");
  const start = performance.now();
  try {
    const { code } = await runProgram({
      command: "node_modules/.bin/vitest",
      args: [
        "run",
        ...filters,
        "--root=.",
        "--config=packages/testing/vitest.shared.ts",
        "--reporter=default",
        "--reporter=json",
        `--outputFile.json=${report}`,
      ],
      isShown: true,
      ...(process.stdout.isTTY ? {} : { env: { NO_COLOR: "1" } }),
    });
    const counts = countTests(await readFile(report, "utf8").catch(() => ""), code);
    return { name: "tests", ...counts, seconds: (performance.now() - start) / 1000 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
