import { setTimeout as sleep } from "node:timers/promises";
import type { PreparedStatement } from "@getoperate/db";
import { processMemory } from "@getoperate/testing/process-memory";
import type { ServerProcess } from "@getoperate/testing/server-process";
import { httpRequest } from "../http-request.ts";
import type { Measurement } from "../measurement.ts";
import { openDatabase } from "../own-database.ts";
import type { Arrival, CallersQuestion } from "../programs/callers.ts";
import { percentilesOf, type Sample } from "../sample.ts";
import { ADMIN_TOKEN, deploy, type World } from "../world.ts";

const MIB = 1024 * 1024;
const GATE = "f/bench/gate";
const ECHO = "f/bench/echo";
/** As many as a server has slots, so that everything else waits behind them. */
const GATES = 8;
/** Calls before the first look at memory: what a server needs once, under load, is no waiter's. */
const WARM_UP_ROUNDS = 60;
const WARM_UP_AT_ONCE = 50;
const LOOK_MS = 100;
/** A time in which a server that waits has settled, and asked what it asks while it waits. */
const REST_MS = 2_500;

/** Many sync callers who wait on one server, and how soon they hear of their jobs' ends. */
export function waiters(world: World, callers: number): Measurement {
  let rounds = 0;
  return {
    name: "waiters",
    side: "ours",
    async round() {
      rounds += 1;
      const name = `bench_waiters_${rounds}`;
      // A new one each time: what a server took once for waiters it keeps for the next.
      await using server = await world.startServer(name);
      return await waitTogether(world, { server, name, callers });
    },
  };
}

interface Wait {
  readonly server: ServerProcess;
  /** Of its database. */
  readonly name: string;
  readonly callers: number;
}

async function waitTogether(world: World, wait: Wait): Promise<Sample> {
  const { server, name, callers } = wait;
  const gates = await prepare(wait);
  const before = await processMemory(server.pid);
  const child = await world.children.start("callers");
  const request = httpRequest({
    method: "POST",
    path: `/api/w/main/jobs/run_wait_result/p/${ECHO}`,
    token: ADMIN_TOKEN,
    body: '{"n":1}',
  });
  const port = Number(new URL(server.url).port);
  const send: CallersQuestion = { kind: "send", port, callers, request };
  await child.ask(send);
  await using db = openDatabase(world.database.connectionString(name));
  const count = async (statement: PreparedStatement) =>
    (await db.run<{ count: number }>(statement, []))[0]?.count ?? 0;
  while ((await count(READY)) < callers) {
    await sleep(LOOK_MS);
  }
  await sleep(REST_MS);
  const waiting = await processMemory(server.pid);
  const connections = await count(CONNECTIONS_IN_USE);
  await Promise.all(gates.map((id) => server.request("POST", `/jobs/${id}/cancel`, { body: {} })));
  const ask: CallersQuestion = { kind: "answers" };
  const arrivals = await child.ask<Arrival[]>(ask);
  const ends = await db.run<{ id: string; at: number }>(ENDS, []);
  const endOf = new Map(ends.map(({ id, at }) => [id, at]));
  const latencies = arrivals.map(({ jobId, at }) => at - (endOf.get(jobId) ?? Number.NaN));
  return {
    ...percentilesOf(latencies),
    mib: (waiting.resident - before.resident) / MIB,
    connections,
  };
}

const ENDS = {
  name: "ends",
  text: "select id, extract(epoch from completed_at)::float8 * 1000 as at from job_results",
};

const READY = { name: "ready", text: "select count(*)::int from job_ready" };

/** Connections of the server that asked for anything lately, heartbeats and duties included. */
const CONNECTIONS_IN_USE = {
  name: "connections-in-use",
  text: `
select count(*)::int from pg_stat_activity
where application_name = 'getoperate server' and datname = current_database()
  and state_change > clock_timestamp() - interval '2 seconds'`,
};

/** Warms the server up and fills its slots; answers with the ids of the jobs that fill them. */
async function prepare({ server, callers }: Wait): Promise<string[]> {
  const nap = "await new Promise((resolve) => setTimeout(resolve, 600_000));";
  await deploy(server, { path: GATE, content: `export async function main() { ${nap} }` });
  await deploy(server, {
    path: ECHO,
    content: "export function main(n: number) { return n; }",
  });
  const atOnce = Math.min(callers, WARM_UP_AT_ONCE);
  for (let round = 0; round < Math.min(callers, WARM_UP_ROUNDS); round += 1) {
    const call = () =>
      server.request("POST", `/jobs/run_wait_result/p/${ECHO}`, { body: { n: 1 } });
    await Promise.all(Array.from({ length: atOnce }, call));
  }
  const gates = await Promise.all(
    Array.from({ length: GATES }, () => server.request("POST", `/jobs/run/p/${GATE}`)),
  );
  const ids = gates.map(({ text }) => text);
  for (const id of ids) {
    while (!(await server.request("GET", `/jobs/${id}`)).text.includes('"running"')) {
      await sleep(LOOK_MS);
    }
  }
  return ids;
}
