import type { Measurement } from "../measurement.ts";
import type { BareRowsSetUp } from "../programs/bare-rows.ts";
import type { World } from "../world.ts";
import { engineDatabase } from "./engine-database.ts";
import { programMeasurement } from "./program-measurement.ts";

/** Callers of a queue at once: as many as calls over HTTP, and so many that batches are full. */
const SINGLE = 64;
const BULK = 1_000;
/** Jobs in one call of another product's way of enqueueing many, and such calls at once. */
const JOBS_PER_CALL = 1_000;
const BULK_CALLS = 2;

/** Queues without HTTP and without a runner: ours, its limit, and other products'. */
export function measurementsOfQueues(world: World): Measurement[] {
  const { children } = world;
  const engine = once(() => engineDatabase(world, "bench_engine"));
  const rows = once(() => engineDatabase(world, "bench_rows"));
  const startEngine = async () => children.start("engine", await engine());
  const startRows = async () => {
    const setUp: BareRowsSetUp = await rows();
    return children.start("bare-rows", setUp);
  };
  const startPipe = () => children.start("pipe");
  const lanes = (concurrency: number) => ({ concurrency });
  return [
    program("engine-64", "ours", startEngine, lanes(SINGLE)),
    program("engine-bulk", "ours", startEngine, lanes(BULK)),
    program("rows-64", "limit", startRows, lanes(SINGLE)),
    program("rows-bulk", "limit", startRows, lanes(BULK)),
    program("pipe-1", "limit", startPipe, lanes(1)),
    program("pipe-64", "limit", startPipe, lanes(64)),
    ...["pg-boss", "graphile-worker"].flatMap((name) => {
      const start = once(async () => {
        const connectionString = await world.makeDatabase(`bench_${name}`);
        return children.start(name, { connectionString });
      });
      return [
        program(`${name}-64`, "rival", start, { ...lanes(SINGLE), jobsPerCall: 1 }),
        program(`${name}-bulk`, "rival", start, {
          ...lanes(BULK_CALLS),
          jobsPerCall: JOBS_PER_CALL,
        }),
      ];
    }),
  ];

  function program(
    name: string,
    side: Measurement["side"],
    start: Parameters<typeof programMeasurement>[1]["program"],
    question: object,
  ): Measurement {
    return programMeasurement(world, { name, side, program: start, question });
  }
}

/** The same promise for whoever asks. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}
