import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type ChaosReport, runChaos } from "./run-chaos.ts";

const SIZE = { servers: 2, workers: 3 };

/** How often each of them is hit: in a minute or two, and in some fifteen. */
const SHORT = { workers: 10, servers: 5, runners: 20, postgres: 10, stalls: 4 };
const LONG = { workers: 300, servers: 100, runners: 100, postgres: 50, stalls: 100 };

const { values } = parseArgs({
  options: {
    long: { type: "boolean", default: false },
    workers: { type: "string" },
    servers: { type: "string" },
    runners: { type: "string" },
    postgres: { type: "string" },
    stalls: { type: "string" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    json: { type: "string", default: "chaos.json" },
  },
});
const write = (line: string) => process.stdout.write(`${line}\n`);
const usual = values.long ? LONG : SHORT;
const hits = {
  workers: Number(values.workers ?? usual.workers),
  servers: Number(values.servers ?? usual.servers),
  runners: Number(values.runners ?? usual.runners),
  postgres: Number(values.postgres ?? usual.postgres),
  stalls: Number(values.stalls ?? usual.stalls),
};
write(`seed ${values.seed}, ${SIZE.servers} servers, ${SIZE.workers} workers beside them`);
const report = await runChaos({
  seed: Number(values.seed),
  size: SIZE,
  hits,
  onProgress(done, of) {
    if (done % 10 === 0 || done === of) {
      write(`${done} of ${of} done`);
    }
  },
});
await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
write(`\n${tableOf(report)}\n`);
const { lost, doubled } = report.ledger;
const wrong = [...lost, ...doubled, ...report.lateEnds, ...report.faults];
for (const line of wrong.slice(0, 20)) {
  write(line);
}
process.exitCode = wrong.length === 0 ? 0 : 1;

function tableOf(report: ChaosReport): string {
  const { ledger, serviceAgainMs, faults, seconds } = report;
  const sorted = serviceAgainMs.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const attempts = Object.entries(ledger.attempts).map(([count, jobs]) => `${jobs} × ${count}`);
  const rows = [
    ["acknowledged", ledger.acknowledged],
    ["completed", ledger.completed],
    ["lost", ledger.lost.length],
    ["doubled", ledger.doubled.length],
    ["own process killed", ledger.broken],
    ["wrong answers", faults.length],
    ["not acknowledged", report.unanswered],
    ["stalled attempts", report.stalledAttempts],
    ["their ends stored", report.lateEnds.length],
    ["late ends refused", report.refused],
    ["jobs × attempts", attempts.join(", ")],
    ...Object.entries(report.hits).map(([victim, count]) => [`hits: ${victim}`, count]),
    ["service again, median", `${middle.toFixed(0)} ms`],
    ["service again, longest", `${(sorted.at(-1) ?? 0).toFixed(0)} ms`],
    ["took", `${seconds.toFixed(0)} s`],
  ] as const;
  return rows.map(([name, value]) => `${String(name).padEnd(24)}${value}`).join("\n");
}
