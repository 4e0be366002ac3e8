import { parseArgs } from "node:util";
import { runFuzz } from "./run-fuzz.ts";

const REQUESTS = 25_000;
const MIB = 1024 * 1024;

const { values } = parseArgs({
  options: { requests: { type: "string" }, seed: { type: "string" } },
});
const requests = Number(values.requests ?? REQUESTS);
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const write = (line: string) => process.stdout.write(`${line}\n`);
const mebibytes = (bytes: number) => `${(bytes / MIB).toFixed(0)} MiB`;

write(`seed ${seed}, ${requests} requests`);
const start = performance.now();
const report = await runFuzz({
  requests,
  seed,
  onProgress(sent, findings) {
    if (sent % 1_000 === 0) {
      write(`${sent} sent, ${findings} findings`);
    }
  },
});
const seconds = (performance.now() - start) / 1000;
const { tally, findings, unreached, memory } = report;
write(`\n${tally.text()}`);
write(`\n${report.requests} requests in ${seconds.toFixed(0)} s, seed ${seed}`);
write(
  `memory of the server: ${mebibytes(memory.before.resident)} before, ` +
    `${mebibytes(memory.after.resident)} after, ${mebibytes(memory.after.peak)} at most`,
);
if (unreached.length > 0) {
  write(`never answered with success: ${unreached.join(", ")}`);
}
write(findings.size === 0 ? "no findings" : `\n${findings.text()}`);
process.exitCode = findings.size === 0 ? 0 : 1;
