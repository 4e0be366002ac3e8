import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { type ChaosReport, runChaos } from "./run-chaos.ts";

const { values } = parseArgs({
  options: {
    servers: { type: "string", default: "10" },
    runners: { type: "string", default: "20" },
    postgres: { type: "string", default: "10" },
    stalls: { type: "string", default: "1" },
    size: { type: "string", default: "3" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    json: { type: "string", default: "chaos.json" },
  },
});
const write = (line: string) => process.stdout.write(`${line}\n`);
const { servers, runners, postgres, stalls, size, seed } = values;
write(`seed ${seed}, ${size} servers`);
const report = await runChaos({
  seed: Number(seed),
  size: Number(size),
  hits: {
    servers: Number(servers),
    runners: Number(runners),
    postgres: Number(postgres),
    stalls: Number(stalls),
  },
  onProgress(done, of) {
    if (done % 10 === 0 || done === of) {
      write(`${done} of ${of} done`);
    }
  },
});
await writeFile(values.json, `${JSON.stringify(report, null, 2)}\n`);
write(`\n${tableOf(report)}\n`);
const { lost, doubled } = report.ledger;
for (const line of [...lost, ...doubled, ...report.faults].slice(0, 20)) {
  write(line);
}
process.exitCode = lost.length + doubled.length + report.faults.length === 0 ? 0 : 1;

function tableOf({ ledger, hits, serviceAgainMs, refused, faults, seconds }: ChaosReport): string {
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
    ["late ends refused", refused],
    ["jobs × attempts", attempts.join(", ")],
    ...Object.entries(hits).map(([victim, count]) => [`hits: ${victim}`, count]),
    ["service again, median", `${middle.toFixed(0)} ms`],
    ["service again, longest", `${(sorted.at(-1) ?? 0).toFixed(0)} ms`],
    ["took", `${seconds.toFixed(0)} s`],
  ] as const;
  return rows.map(([name, value]) => `${String(name).padEnd(24)}${value}`).join("\n");
}
