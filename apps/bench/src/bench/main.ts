import { fileURLToPath } from "node:url";
import { readCommandLine } from "./options.ts";
import { goalsTable, measurementsTable } from "./report/tables.ts";
import { writeReport } from "./report/write-report.ts";
import { runBench } from "./run-bench.ts";

/** What `npm start` runs; `npm run bench` builds it first. */
const BUILT_SERVER = fileURLToPath(new URL("../../../server/dist/main.js", import.meta.url));

const { json, profile, ...options } = readCommandLine(process.argv.slice(2));
const write = (text: string) => process.stdout.write(text);
// The servers that were started end with this process, but only where it is not ended by a signal.
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => process.exit(1));
}
const start = performance.now();
const report = await runBench({
  ...options,
  program: {
    path: BUILT_SERVER,
    flags: profile === "" ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`],
  },
  onRound: (round) => write(`\nround ${round} of ${options.rounds}\n`),
  onMeasure: (name) => write(`${name} `),
});
await writeReport(json, { options, ...report });
const seconds = Math.round((performance.now() - start) / 1000);
const { cores, model, node } = report.machine;
write(`\n${options.rounds} rounds in ${seconds} s, medians; ${cores} cores of ${model}, ${node}\n`);
write(`\n${measurementsTable(report.measurements)}`);
write(`\n${goalsTable(report.goals)}`);
write(`\nAll rounds are in ${json}.\n`);
