// Kills at random under load, and compares in the end what callers were told with what is stored. The
// order of the kills and what is asked for come from one seed; when a process is hit does not.
import { setTimeout as sleep } from "node:timers/promises";
import { type Cluster, startCluster } from "./cluster.ts";
import { type Ledger, ledgerOf, type StoredJob } from "./ledger.ts";
import { Load, PATH, SCRIPT } from "./load.ts";
import { randomOf, shuffled } from "./random.ts";
import { VICTIMS, type Victim } from "./victims.ts";

export interface ChaosOptions {
  readonly seed: number;
  /** How many servers there are. */
  readonly size: number;
  /** How often each of them is hit. */
  readonly hits: Readonly<Record<Victim, number>>;
  readonly onProgress?: (done: number, of: number) => void;
}

export interface ChaosReport {
  readonly seed: number;
  readonly hits: ChaosOptions["hits"];
  readonly ledger: Ledger;
  /** Answers that no caller should ever see, a line each. */
  readonly faults: readonly string[];
  /** After each return of PostgreSQL, milliseconds. */
  readonly serviceAgainMs: readonly number[];
  /** Ends of attempts that were somebody else's by then. */
  readonly refused: number;
  readonly seconds: number;
}

const LONGEST_PAUSE_MS = 500;
const MAX_ATTEMPTS = 10;
/** Jobs of lost workers wait for a lease to run out, at most three times. */
const END_MS = 120_000;
const LOOK_MS = 250;

const names: readonly Victim[] = ["servers", "runners", "postgres", "stalls"];

export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, hits, onProgress } = options;
  const start = performance.now();
  const random = randomOf(seed);
  await using cluster = await startCluster(options.size);
  const [first] = cluster.servers;
  await first?.request("POST", "/scripts", {
    // A job may meet one kill after the other, which is nobody's fault but ours.
    body: { path: PATH, content: SCRIPT, max_attempts: MAX_ATTEMPTS },
  });
  const load = new Load(cluster, randomOf(seed + 1));
  const plan = shuffled(
    random,
    names.flatMap((name) => Array<Victim>(hits[name]).fill(name)),
  );
  const serviceAgainMs: number[] = [];
  for (const [done, victim] of plan.entries()) {
    await sleep(random() * LONGEST_PAUSE_MS);
    const ms = await VICTIMS[victim](cluster, random);
    serviceAgainMs.push(...(ms === undefined ? [] : [ms]));
    onProgress?.(done + 1, plan.length);
  }
  await cluster.whole();
  await load.end();
  const stored = await storedJobs(cluster);
  return {
    seed,
    hits,
    ledger: ledgerOf(load.acknowledged, stored),
    faults: load.faults,
    serviceAgainMs,
    refused: refusedIn(cluster.printed()),
    seconds: (performance.now() - start) / 1000,
  };
}

/** All jobs, as soon as all have ended; or as they are when nobody can wait any longer. */
async function storedJobs({ postgres }: Cluster): Promise<StoredJob[]> {
  const giveUpAtMs = performance.now() + END_MS;
  for (;;) {
    const rows = await postgres.query(
      `select j.id, (j.args ->> 'n')::int as n, r.status, r.result::text as result, r.attempt
       from jobs j left join job_results r on r.id = j.id where j.path = $1`,
      [PATH],
    );
    if (rows.every(({ status }) => status !== null) || performance.now() > giveUpAtMs) {
      return rows.map(toStoredJob);
    }
    await sleep(LOOK_MS);
  }
}

function toStoredJob(row: Readonly<Record<string, unknown>>): StoredJob {
  const { id, n, status, result, attempt } = row;
  return {
    id: String(id),
    n: Number(n),
    status: typeof status === "string" ? status : null,
    result: typeof result === "string" ? result : null,
    attempt: typeof attempt === "number" ? attempt : null,
  };
}

/** Counts what the servers' log tells of late completions. */
function refusedIn(log: string): number {
  const lines = log.split("\n").filter((line) => line.includes("Late completions were refused."));
  return lines.reduce((sum, line) => sum + Object(JSON.parse(line)).jobs.length, 0);
}
