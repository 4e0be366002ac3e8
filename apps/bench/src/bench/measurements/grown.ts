import type { Measurement } from "../measurement.ts";
import { openDatabase } from "../own-database.ts";
import { ADD, deploy, type World } from "../world.ts";
import { engineDatabase } from "./engine-database.ts";
import { fill } from "./fill.ts";
import { measurementsOfServer } from "./of-server.ts";
import { programMeasurement } from "./program-measurement.ts";
import type { Subject } from "./server-target.ts";

export const GROWN = "-grown";
const WAITING = 100_000;
const SERVER_NAME = "bench_grown";

/** The same with so many finished jobs in the tables, and with jobs that wait for another worker. */
export async function measurementsOfGrown(
  world: World,
  finished: number,
  stack: AsyncDisposableStack,
): Promise<Measurement[]> {
  const much = { finished, waiting: WAITING };
  const server = stack.use(await world.startServer(SERVER_NAME));
  await deploy(server, ADD);
  const connectionString = world.database.connectionString(SERVER_NAME);
  const subject: Subject = { server, connectionString };
  await fillAt(connectionString, much);
  const engine = await engineDatabase(world, "bench_grown_engine");
  // Its start makes today's partitions.
  const program = await world.children.start("engine", engine);
  await fillAt(engine.connectionString, much);
  return [
    ...measurementsOfServer(world, async () => subject, GROWN),
    programMeasurement(world, {
      name: `engine-64${GROWN}`,
      side: "ours",
      program: async () => program,
      question: { concurrency: 64 },
    }),
  ];
}

async function fillAt(connectionString: string, much: Parameters<typeof fill>[1]): Promise<void> {
  await using db = openDatabase(connectionString);
  await fill(db, much);
}
