// What can be done to a cluster. A worker in a process of its own would be one more line in VICTIMS.
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "./cluster.ts";
import { PATH } from "./load.ts";
import { processesBelow } from "./processes-below.ts";
import { pick, type Random } from "./random.ts";

/** Longest time that PostgreSQL is away, milliseconds. */
const AWAY_MS = 1_000;
/** More than three leases, milliseconds. */
const STALL_MS = 50_000;
const LOOK_MS = 50;
/** Kills of servers leave one that is up. */
const LEAST_UP = 2;

/** Does it; answers with the time until service was there again, milliseconds, where it was away. */
type Harm = (cluster: Cluster, random: Random) => Promise<number | undefined>;

/** Ends a server, and with it its worker and all that this runs. */
const killServer: Harm = async (cluster, random) => {
  if (cluster.servers.length < LEAST_UP) {
    await cluster.whole();
  }
  const server = pick(random, cluster.servers);
  if (server !== undefined) {
    await cluster.kill(server);
  }
  return undefined;
};

/** Ends a process that a server's worker runs jobs in. */
const killRunner: Harm = async (cluster, random) => {
  const server = pick(random, cluster.servers);
  const pid = server && pick(random, await processesBelow(server.pid));
  if (pid !== undefined) {
    sendSignal(pid, "SIGKILL");
  }
  return undefined;
};

/** Ends all of PostgreSQL, and starts it again a moment later. */
const crashPostgres: Harm = async (cluster, random) => {
  await cluster.postgres.crash();
  await sleep(random() * AWAY_MS);
  await cluster.postgres.start();
  return untilServed(cluster);
};

/** Lets a server and its worker stand still until others have its jobs, and go on then. */
const stallServer: Harm = async (cluster, random) => {
  const server = pick(random, cluster.servers);
  if (server !== undefined) {
    sendSignal(server.pid, "SIGSTOP");
    await sleep(STALL_MS);
    sendSignal(server.pid, "SIGCONT");
  }
  return undefined;
};

export const VICTIMS = {
  servers: killServer,
  runners: killRunner,
  postgres: crashPostgres,
  stalls: stallServer,
} as const satisfies Record<string, Harm>;

export type Victim = keyof typeof VICTIMS;

async function untilServed({ servers }: Cluster): Promise<number> {
  const start = performance.now();
  const path = `/jobs/run_wait_result/p/${PATH}`;
  const isServed = async () => {
    const answers = await Promise.all(
      servers.map((server) =>
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
