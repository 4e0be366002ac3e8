import { findPython } from "@getoperate/runtime";
import type { Measurement } from "./measurement.ts";
import { agentMeasurement } from "./measurements/agent.ts";
import { denoStart, pythonStart } from "./measurements/bare-start.ts";
import { firstCall, firstCallOfPython } from "./measurements/first-call.ts";
import { flood } from "./measurements/flood.ts";
import { measurementsOfGrown } from "./measurements/grown.ts";
import { heldRequests } from "./measurements/held-requests.ts";
import { idleMemory, runnerMemory } from "./measurements/idle-memory.ts";
import { measurementsOfHttpLimits } from "./measurements/of-http-limits.ts";
import { measurementsOfQueues } from "./measurements/of-queues.ts";
import { measurementsOfServer } from "./measurements/of-server.ts";
import { waiters } from "./measurements/waiters.ts";
import { SERVER_DATABASE } from "./own-database.ts";
import type { BenchOptions } from "./run-bench.ts";
import type { World } from "./world.ts";

/** Everything that can be measured; what is not asked for costs nothing, but for the growth. */
export async function allMeasurements(
  world: World,
  { growth, callers, flooded }: Pick<BenchOptions, "growth" | "callers" | "flooded">,
  stack: AsyncDisposableStack,
): Promise<Measurement[]> {
  const { server, database } = world;
  const subject = { server, connectionString: database.connectionString(SERVER_DATABASE) };
  const python = await findPython();
  let probeDatabase: Promise<string> | undefined;
  return [
    ...measurementsOfServer(world, async () => subject),
    agentMeasurement(world, stack),
    ...measurementsOfHttpLimits(world, () => (probeDatabase ??= world.makeDatabase("bench_probe"))),
    ...(growth > 0 ? await measurementsOfGrown(world, growth, stack) : []),
    ...measurementsOfQueues(world),
    firstCall(world),
    denoStart(),
    idleMemory(world),
    runnerMemory(world),
    flood(world, flooded),
    ...("missing" in python ? [] : [firstCallOfPython(world), pythonStart(python.executable)]),
    waiters(world, callers),
    heldRequests(world, callers),
  ];
}
