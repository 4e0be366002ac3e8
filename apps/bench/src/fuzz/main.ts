import { parseArgs } from "node:util";
import { ADMIN_TOKEN, fuzzedServer } from "./fuzzed-server.ts";
import { processMemory } from "./process-memory.ts";
import { runFuzz } from "./run-fuzz.ts";

const REQUESTS = 25_000;
const MIB = 1024 * 1024;

const { values } = parseArgs({
  options: { requests: { type: "string" }, seed: { type: "string" } },
});
const requests = Number(values.requests ?? REQUESTS);
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const write = (line: string) => process.stdout.write(`${line}\n`);

write(`seed ${seed}, ${requests} requests`);
await using server = await fuzzedServer();
const before = await processMemory(server.pid);
const start = performance.now();
const report = await runFuzz(server, {
  requests,
  seed,
  adminToken: ADMIN_TOKEN,
  onProgress(sent, findings) {
    if (sent % 1_000 === 0) {
      write(`${sent} sent, ${findings} findings`);
    }
  },
});
const seconds = (performance.now() - start) / 1000;
const after = await processMemory(server.pid);
write(`\n${report.tally.text()}`);
write(`\n${report.requests} requests in ${seconds.toFixed(0)} s, seed ${seed}`);
write(
  `memory of the server: ${(before.resident / MIB).toFixed(0)} MiB before, ` +
    `${(after.resident / MIB).toFixed(0)} MiB after, ${(after.peak / MIB).toFixed(0)} MiB at most`,
);
if (report.unreached.length > 0) {
  write(`never answered with success: ${report.unreached.join(", ")}`);
}
write(report.findings.size === 0 ? "no findings" : `\n${report.findings.text()}`);
process.exitCode = report.findings.size === 0 ? 0 : 1;
