// Sends generated requests, many at once, and collects what is wrong with the answers. All randomness
// comes from one seed; ids and tokens are new each time, so a finding shows its request as bytes.
import { type Exchange, exchange, type RawAnswer } from "@getoperate/testing/raw-http";
import type { ServerProcess } from "@getoperate/testing/server-process";
import fc from "fast-check";
import { answerChecker, type CheckAnswer } from "./answers/answer-faults.ts";
import { leaksInLog } from "./answers/leaks.ts";
import { readDocument } from "./document.ts";
import { Findings } from "./findings.ts";
import { JobLedger } from "./job-ledger.ts";
import { learnFrom } from "./learn-from.ts";
import { anyRequest } from "./requests/any-request.ts";
import type { FuzzRequest } from "./requests/fuzz-request.ts";
import { Tally } from "./tally.ts";
import { prepareWorld, type World } from "./world.ts";

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  readonly adminToken: string;
  /** Told after each batch how many requests were answered. */
  readonly onProgress?: (sent: number, findings: number) => void;
}

export interface FuzzReport {
  readonly requests: number;
  readonly tally: Tally;
  readonly findings: Findings;
  /** Operations that never answered with success. */
  readonly unreached: readonly string[];
}

/** Requests made from one look at the world: what answers tell is used in the next batch. */
const BATCH = 250;
const CONCURRENCY = 16;

/** A request that asks to wait, or for a stream, is hung up on after this long. */
const PATIENCE_MS = 4_000;
const LONG_WAIT = /wait(?:=|%22%3A|":)\s*[1-9]\d*|\/events|run_and_stream/i;

export async function runFuzz(server: ServerProcess, options: FuzzOptions): Promise<FuzzReport> {
  const document = await readDocument();
  const world = await prepareWorld(server.request, options.adminToken);
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
    const requests = fc.sample(anyRequest(document, world), {
      seed: options.seed + batch,
      numRuns,
    });
    await sendAll(fuzz, requests);
    sent += requests.length;
    options.onProgress?.(sent, fuzz.findings.size);
  }
  await fuzz.ledger.check(server.request, fuzz.findings);
  for (const fault of leaksInLog(server.printed(), world)) {
    fuzz.findings.addOfServer(fault);
  }
  const { tally, findings } = fuzz;
  const unreached = document.operations.map(({ id }) => id).filter((id) => !tally.hasSucceeded(id));
  return { requests: sent, tally, findings, unreached };
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
