// Sends generated requests, many at once, and collects what is wrong with the answers. All randomness
// comes from one seed; ids and tokens are new each time, so a finding shows its request as bytes.
import { setTimeout as sleep } from "node:timers/promises";
import { type ProcessMemory, processMemory } from "@getoperate/testing/process-memory";
import { type Exchange, exchange, type RawAnswer } from "@getoperate/testing/raw-http";
import type { ServerProcess } from "@getoperate/testing/server-process";
import fc from "fast-check";
import { answerChecker, type CheckAnswer } from "./answers/answer-faults.ts";
import { faultsInLog } from "./answers/leaks.ts";
import { readDocument } from "./document.ts";
import { Findings } from "./findings.ts";
import { ADMIN_TOKEN, fuzzedServer } from "./fuzzed-server.ts";
import { JobLedger } from "./job-ledger.ts";
import { learnFrom } from "./learn-from.ts";
import { anyRequest } from "./requests/any-request.ts";
import type { FuzzRequest } from "./requests/fuzz-request.ts";
import { Tally } from "./tally.ts";
import { prepareWorld, type World } from "./world.ts";

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  /** Told after each batch how many requests were answered. */
  readonly onProgress?: (sent: number, findings: number) => void;
}

export interface FuzzReport {
  readonly requests: number;
  readonly tally: Tally;
  readonly findings: Findings;
  /** Operations that never answered with success. */
  readonly unreached: readonly string[];
  /** Of the server, before the first request and after the last. */
  readonly memory: { readonly before: ProcessMemory; readonly after: ProcessMemory };
}

/** Operations that answer with success to the token of a running job alone, which nobody has here. */
const FOR_JOBS_ALONE: readonly string[] = ["jobs.setProgress"];

/** Requests made from one look at the world: what answers tell is used in the next batch. */
const BATCH = 250;
const CONCURRENCY = 16;

/** A request that asks to wait, or for a stream, is hung up on after this long. */
const PATIENCE_MS = 4_000;
const LONG_WAIT = /wait(?:=|%22%3A|":)\s*[1-9]\d*|\/events|run_and_stream/i;

/** Longest time that the server may take to stop: the grace for running jobs, and as much again. */
const STOP_MS = 20_000;

/** Starts a server, sends it requests, and stops it. */
export async function runFuzz(options: FuzzOptions): Promise<FuzzReport> {
  await using server = await fuzzedServer();
  const document = await readDocument();
  const world = await prepareWorld(server.request, ADMIN_TOKEN);
  const before = await processMemory(server.pid);
  const fuzz: Fuzz = {
    server,
    world,
    check: answerChecker(document, world),
    findings: new Findings(server.url),
    tally: new Tally(),
    ledger: new JobLedger(world.jobs),
  };
  let sent = 0;
  for (let batch = 0; sent < options.requests; batch += 1) {
    const numRuns = Math.min(BATCH, options.requests - sent);
    const seed = options.seed + batch;
    await sendAll(fuzz, fc.sample(anyRequest(document, world), { seed, numRuns }));
    sent += numRuns;
    options.onProgress?.(sent, fuzz.findings.size);
  }
  const after = await processMemory(server.pid);
  for (const fault of [...(await fuzz.ledger.faults(server.request)), ...(await endFaults(fuzz))]) {
    fuzz.findings.addOfServer(fault);
  }
  const { tally, findings } = fuzz;
  const unreached = document.operations
    .map(({ id }) => id)
    .filter((id) => !tally.hasSucceeded(id) && !FOR_JOBS_ALONE.includes(id));
  return { requests: sent, tally, findings, unreached, memory: { before, after } };
}

interface Fuzz {
  readonly server: ServerProcess;
  readonly world: World;
  readonly check: CheckAnswer;
  readonly findings: Findings;
  readonly tally: Tally;
  readonly ledger: JobLedger;
}

async function sendAll(fuzz: Fuzz, requests: readonly FuzzRequest[]): Promise<void> {
  const left = requests.values();
  const lane = async () => {
    for (const request of left) {
      await sendOne(fuzz, request);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, lane));
}

async function sendOne(fuzz: Fuzz, request: FuzzRequest): Promise<void> {
  const { bytes, method, answers, endAfterMs } = request;
  const mayWait = LONG_WAIT.test(bytes.toString("latin1"));
  const exchanged = await exchange(fuzz.server.url, bytes, {
    // One more than there may be: the connection is read to its end.
    answers: answers + 1,
    isHead: method === "HEAD",
    ...(endAfterMs === undefined ? {} : { endAfterMs }),
    ...(mayWait ? { patienceMs: PATIENCE_MS } : {}),
  });
  for (const fault of exchangeFaults(request, exchanged, mayWait)) {
    fuzz.findings.add(fault, request);
  }
  fuzz.tally.count(request.aim, exchanged.answers[0]);
  if (exchanged.answers.length === 0) {
    fuzz.ledger.noteUnanswered();
  }
  // Only the first one is to the request that is known.
  for (const [index, answer] of exchanged.answers.entries()) {
    noteAnswer(
      fuzz,
      index === 0 ? request : { ...request, target: "/livez", method: "GET" },
      answer,
    );
  }
}

function noteAnswer(fuzz: Fuzz, request: FuzzRequest, answer: RawAnswer): void {
  for (const fault of fuzz.check(request, answer)) {
    fuzz.findings.add(fault, request);
  }
  fuzz.ledger.note(answer);
  learnFrom(request, answer, fuzz.world);
}

/** Whether a request got what every request gets: one answer, and nothing besides. */
function exchangeFaults(
  { isMalformed, answers: most }: FuzzRequest,
  { answers, rest, ended }: Exchange,
  mayWait: boolean,
): string[] {
  if (answers.length > most) {
    return [`${answers.length} answers came to ${most} request`];
  }
  if (answers.length > 0) {
    return rest.length === 0 ? [] : [`${rest.length} bytes came after the answer`];
  }
  if (ended === "impatient") {
    return mayWait ? [] : ["no answer came"];
  }
  return isMalformed
    ? []
    : [`the connection was closed without an answer, after ${rest.length} bytes`];
}

/** Stops the server, and says what is wrong with its end and in all that it logged. */
async function endFaults({ server, world }: Fuzz): Promise<string[]> {
  const late = sleep(STOP_MS, "late" as const, { ref: false });
  const code = await Promise.race([server.end("SIGTERM"), late]);
  const log = server.printed();
  if (code === "late") {
    await server.end("SIGKILL");
  }
  return [
    ...(code === 0 ? [] : [`the server's end is ${code}: ${log.slice(-500)}`]),
    ...faultsInLog(log, world),
  ];
}
