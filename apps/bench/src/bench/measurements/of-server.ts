import type { Measurement } from "../measurement.ts";
import type { World } from "../world.ts";
import { httpMeasurement } from "./http-measurement.ts";
import { asyncTarget, getJobTarget, type Subject, syncTarget } from "./server-target.ts";

/** Calls from outside, as users make them. `suffix` tells servers apart. */
export function measurementsOfServer(
  world: World,
  subject: () => Promise<Subject>,
  suffix = "",
): Measurement[] {
  const side = "ours" as const;
  const sync = [1, 16, 64].map((concurrency) =>
    httpMeasurement(world, {
      name: `sync-${concurrency}${suffix}`,
      side,
      concurrency,
      target: async () => syncTarget(world, await subject()),
    }),
  );
  return [
    ...sync,
    httpMeasurement(world, {
      name: `async-64${suffix}`,
      side,
      concurrency: 64,
      target: async () => asyncTarget(world, await subject()),
    }),
    httpMeasurement(world, {
      name: `get-job-64${suffix}`,
      side,
      concurrency: 64,
      target: async () => getJobTarget(world, await subject()),
    }),
  ];
}
