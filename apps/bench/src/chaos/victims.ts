// What can be done to a cluster.
import { setTimeout as sleep } from "node:timers/promises";
import type { Program } from "@getoperate/testing/program";
import type { Cluster } from "./cluster.ts";
import type { Fleet } from "./fleet.ts";
import { PATH } from "./load.ts";
import { processesBelow } from "./processes-below.ts";
import { pick, type Random } from "./random.ts";
import { type StalledAttempt, stall } from "./stall.ts";

/** Longest time that PostgreSQL is away, milliseconds. */
const AWAY_MS = 1_000;
const LOOK_MS = 50;

/** What came of it. */
export interface Outcome {
  /** Time until service was there again, where it was away as a whole, milliseconds. */
  readonly serviceAgainMs?: number;
  readonly stalled?: readonly StalledAttempt[];
}

type Harm = (cluster: Cluster, random: Random) => Promise<Outcome>;

/** Ends a server, and with it its worker and all that this runs. */
const killServer: Harm = async ({ servers }, random) => {
  if (servers.members.length < 2) {
    await servers.whole();
  }
  return await killOne(servers, random);
};

/** Ends a worker beside the database. */
const killWorker: Harm = async ({ workers }, random) => {
  if (workers.members.length === 0) {
    await workers.whole();
  }
  return await killOne(workers, random);
};

/** Ends a process that a worker runs jobs in. */
const killRunner: Harm = async (cluster, random) => {
  const host = pick<Program>(random, [...cluster.servers.members, ...cluster.workers.members]);
  const pid = host && pick(random, await processesBelow(host.pid));
  if (pid !== undefined) {
    sendSignal(pid, "SIGKILL");
  }
  return {};
};

/** Ends all of PostgreSQL, and starts it again a moment later. */
const crashPostgres: Harm = async (cluster, random) => {
  await cluster.postgres.crash();
  await sleep(random() * AWAY_MS);
  await cluster.postgres.start();
  return { serviceAgainMs: await untilServed(cluster) };
};

/** Lets a worker that has jobs stand still until others have them. */
const stallWorker: Harm = async (cluster, random) => {
  const { workers } = cluster;
  for (;;) {
    const worker = pick(random, workers.members);
    const stalled = worker && (await workers.apart(worker, () => stall(cluster, worker)));
    if (stalled !== undefined && stalled.length > 0) {
      return { stalled };
    }
    await sleep(LOOK_MS);
  }
};

export const VICTIMS = {
  workers: killWorker,
  servers: killServer,
  runners: killRunner,
  postgres: crashPostgres,
  stalls: stallWorker,
} as const satisfies Record<string, Harm>;

export type Victim = keyof typeof VICTIMS;

async function killOne<Member extends Program>(
  fleet: Fleet<Member>,
  random: Random,
): Promise<Outcome> {
  const member = pick(random, fleet.members);
  if (member !== undefined) {
    await fleet.kill(member);
  }
  return {};
}

async function untilServed({ servers }: Cluster): Promise<number> {
  const start = performance.now();
  const path = `/jobs/run_wait_result/p/${PATH}`;
  const isServed = async () => {
    const answers = await Promise.all(
      servers.members.map((server) =>
        server.request("POST", path, { body: { n: 0, ms: 0 } }).catch(() => undefined),
      ),
    );
    // One that ended meanwhile is away for another reason.
    return answers.every((answer) => answer === undefined || answer.status === 200);
  };
  while (!(await isServed())) {
    await sleep(LOOK_MS);
  }
  return performance.now() - start;
}

function sendSignal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It went by itself in the meantime.
  }
}
