import { setTimeout as sleep } from "node:timers/promises";
import type { Child } from "../child.ts";
import { httpRequest } from "../http-request.ts";
import type { Measurement } from "../measurement.ts";
import type { ProbeSetUp, ProbeState } from "../programs/probe.ts";
import { ADD, type World } from "../world.ts";
import { httpMeasurement, type Target } from "./http-measurement.ts";

const BODY = '{"a":1,"b":2}';
const LOOK_MS = 20;

/** What calls cost at least: the probe, and the route alone. */
export function measurementsOfHttpLimits(
  world: World,
  probeDatabase: () => Promise<string>,
): Measurement[] {
  const side = "limit" as const;
  const probe = async (path: string): Promise<Target> => {
    const setUp: ProbeSetUp = { connectionString: await probeDatabase() };
    const child = await world.children.start("probe", setUp);
    const { port } = await child.ask<ProbeState>({});
    return {
      port,
      roots: [child.pid, world.database.pid],
      requests: [httpRequest({ method: "POST", path, body: BODY })],
      status: 200,
      settle: () => noneRuns(child),
    };
  };
  const sync = [1, 16, 64].map((concurrency) =>
    httpMeasurement(world, {
      name: `probe-${concurrency}`,
      side,
      concurrency,
      target: () => probe("/sync"),
    }),
  );
  const probeAsync = httpMeasurement(world, {
    name: "probe-async-64",
    side,
    concurrency: 64,
    target: () => probe("/async"),
  });
  const echo = httpMeasurement(world, {
    name: "echo-64",
    side,
    concurrency: 64,
    target: () => echoTarget(world),
  });
  return [...sync, probeAsync, echo];
}

async function echoTarget(world: World): Promise<Target> {
  const child = await world.children.start("echo");
  const { port } = await child.ask<{ port: number }>({});
  const path = `/api/w/main/jobs/run_wait_result/p/${ADD.path}`;
  const request = httpRequest({ method: "POST", path, body: BODY });
  return { port, roots: [child.pid], requests: [request], status: 200 };
}

async function noneRuns(child: Child): Promise<void> {
  while ((await child.ask<ProbeState>({})).running > 0) {
    await sleep(LOOK_MS);
  }
}
