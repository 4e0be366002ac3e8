import { setTimeout as sleep } from "node:timers/promises";
import type { ServerProcess } from "@getoperate/testing/server-process";
import { httpRequest } from "../http-request.ts";
import type { Measurement } from "../measurement.ts";
import type { LoadQuestion } from "../programs/load.ts";
import { percentilesOf, type Timed } from "../sample.ts";
import { ADD, deploy, type World } from "../world.ts";
import { asyncTarget } from "./server-target.ts";

const PAUSE_MS = 1_000;
/** The flood is sent in pieces of so long, and is counted between them. */
const PIECE_SECONDS = 1;

/** One token floods so many jobs; another one's sync calls, once a second until the flood is over. */
export function flood(world: World, jobs: number): Measurement {
  let rounds = 0;
  return {
    name: "flood",
    side: "ours",
    async round() {
      rounds += 1;
      const name = `bench_flood_${rounds}`;
      await using server = await world.startServer(name);
      await deploy(server, ADD);
      const connectionString = world.database.connectionString(name);
      const { settle, ...target } = asyncTarget(world, { server, connectionString });
      let isOver = false;
      const calls = callOnceASecond(world, server, () => isOver);
      await floodWith(world, jobs, { ...target, concurrency: 64, seconds: PIECE_SECONDS });
      await settle?.();
      isOver = true;
      return percentilesOf(await calls);
    },
  };
}

async function floodWith(world: World, jobs: number, question: LoadQuestion): Promise<void> {
  for (let sent = 0; sent < jobs; ) {
    const load = await world.children.start("load");
    sent += (await load.ask<Timed>(question)).count;
  }
}

async function callOnceASecond(
  world: World,
  server: ServerProcess,
  isOver: () => boolean,
): Promise<number[]> {
  const made = await server.request("POST", "/tokens", { body: { label: "other" } });
  const load = await world.children.start("load");
  const path = `/api/w/main/jobs/run_wait_result/p/${ADD.path}`;
  const token = String(Object(made.json()).token);
  const request = httpRequest({ method: "POST", path, token, body: '{"a":1,"b":2}' });
  const port = Number(new URL(server.url).port);
  // For no time at all: one request.
  const once: LoadQuestion = { port, concurrency: 1, seconds: 0, requests: [request], status: 200 };
  const latencies: number[] = [];
  while (!isOver()) {
    const { p50 } = await load.ask<Timed>(once);
    latencies.push(p50 ?? Number.NaN);
    await sleep(PAUSE_MS);
  }
  return latencies;
}
