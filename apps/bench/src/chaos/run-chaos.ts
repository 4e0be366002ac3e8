// Kills at random under load, and compares in the end what callers were told with what is stored. The
// order of the kills and what is asked for come from one seed; when a process is hit does not.
import { setTimeout as sleep } from "node:timers/promises";
import { type Cluster, type ClusterSize, startCluster } from "./cluster.ts";
import { lateEndsOf } from "./late-ends.ts";
import { type Ledger, ledgerOf, type StoredJob } from "./ledger.ts";
import { Load, PATH, SCRIPT } from "./load.ts";
import { type Random, randomOf, shuffled } from "./random.ts";
import { type Outcome, VICTIMS, type Victim } from "./victims.ts";

export interface ChaosOptions {
  readonly seed: number;
  readonly size: ClusterSize;
  /** How often each of them is hit. */
  readonly hits: Readonly<Record<Victim, number>>;
  readonly onProgress?: ((done: number, of: number) => void) | undefined;
}

export interface ChaosReport {
  readonly seed: number;
  readonly hits: ChaosOptions["hits"];
  readonly ledger: Ledger;
  /** Answers that no caller should ever see, a line each. */
  readonly faults: readonly string[];
  /** After each return of PostgreSQL, milliseconds. */
  readonly serviceAgainMs: readonly number[];
  /** Attempts that stalled workers still had when others ran the same jobs already. */
  readonly stalledAttempts: number;
  /** Those of them whose end was stored all the same, a line each. */
  readonly lateEnds: readonly string[];
  /** Late ends that workers tried to bring home, stalled or not. */
  readonly refused: number;
  /** Requests that were refused, cut off, or sent to nobody. */
  readonly unanswered: number;
  readonly seconds: number;
}

const LONGEST_PAUSE_MS = 500;
const MAX_ATTEMPTS = 10;
/** Jobs of lost workers wait for a lease to run out, at most three times. */
const END_MS = 120_000;
const LOOK_MS = 250;
/** Fewer than there are workers, so that somebody is left. */
const STALLS_AT_ONCE = 2;

const names: readonly Victim[] = ["workers", "servers", "runners", "postgres", "stalls"];

export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, hits, onProgress } = options;
  const start = performance.now();
  const random = randomOf(seed);
  await using cluster = await startCluster(options.size);
  const [first] = cluster.servers.members;
  await first?.request("POST", "/scripts", {
    // A job may meet one kill after the other, which is nobody's fault but ours.
    body: { path: PATH, content: SCRIPT, max_attempts: MAX_ATTEMPTS },
  });
  const load = new Load(cluster, randomOf(seed + 1));
  const plan = shuffled(
    random,
    names.flatMap((name) => Array<Victim>(hits[name]).fill(name)),
  );
  const outcomes = await harmAll(cluster, plan, { random, onProgress });
  await Promise.all([cluster.servers.whole(), cluster.workers.whole()]);
  await load.end();
  const stored = await storedJobs(cluster);
  const stalled = outcomes.flatMap((outcome) => outcome.stalled ?? []);
  return {
    seed,
    hits,
    ledger: ledgerOf(load.acknowledged, stored),
    faults: load.faults,
    serviceAgainMs: outcomes.flatMap(({ serviceAgainMs: ms }) => (ms === undefined ? [] : [ms])),
    stalledAttempts: stalled.length,
    lateEnds: lateEndsOf(stalled, stored),
    refused: refusedIn(cluster.servers.printed + cluster.workers.printed),
    unanswered: load.unanswered,
    seconds: (performance.now() - start) / 1000,
  };
}

/** Does it all in turn; stalls go on beside the rest. */
async function harmAll(
  cluster: Cluster,
  plan: readonly Victim[],
  { random, onProgress }: Pick<ChaosOptions, "onProgress"> & { readonly random: Random },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const stalls = new Set<Promise<void>>();
  for (const [done, victim] of plan.entries()) {
    await sleep(random() * LONGEST_PAUSE_MS);
    const harm = async (itsRandom: Random) => {
      outcomes.push(await VICTIMS[victim](cluster, itsRandom));
    };
    if (victim === "stalls") {
      while (stalls.size >= STALLS_AT_ONCE) {
        await Promise.race(stalls);
      }
      const stall = harm(randomOf(done)).finally(() => stalls.delete(stall));
      stalls.add(stall);
    } else {
      await harm(random);
    }
    onProgress?.(done + 1, plan.length);
  }
  await Promise.all(stalls);
  return outcomes;
}

const OPEN = `
select exists (select from job_ready) or exists (select from job_running)
  or exists (select from job_scheduled) as is_open`;

const ALL = `
select j.id, (j.args ->> 'n')::int as n, r.status, r.result::text as result, r.attempt
from jobs j left join job_results r on r.id = j.id where j.path = $1`;

/** All jobs, as soon as all have ended; or as they are when nobody can wait any longer. */
async function storedJobs({ postgres }: Cluster): Promise<StoredJob[]> {
  const giveUpAtMs = performance.now() + END_MS;
  const isAnyOpen = async () => {
    const [row] = await postgres.query(OPEN);
    return row?.["is_open"] === true;
  };
  while ((await isAnyOpen()) && performance.now() < giveUpAtMs) {
    await sleep(LOOK_MS);
  }
  return (await postgres.query(ALL, [PATH])).map(toStoredJob);
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
