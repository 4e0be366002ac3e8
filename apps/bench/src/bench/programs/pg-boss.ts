// pg-boss with the settings that its documentation names for throughput: jobs are fetched in batches,
// again at once while batches come back full, by several workers.
import { connect } from "@getoperate/db";
import { PgBoss } from "pg-boss";
import { type RivalQuestion, type RivalSetUp, runRival } from "./rival.ts";
import { serve, setUpOf } from "./serve.ts";

const QUEUE = "bench";
const OPEN = {
  name: "open",
  text: "select count(*)::int as open from pgboss.job where name = $1 and state < 'completed'",
};

const { connectionString } = setUpOf<RivalSetUp>();
const db = connect(
  { connectionString },
  { applicationName: "pg-boss bench", maxConnections: 1, onIdleError: () => undefined },
);
const boss = new PgBoss({ connectionString, max: 20 });
boss.on("error", (error) => {
  throw error;
});
await boss.start();
await boss.createQueue(QUEUE);
await boss.work(
  QUEUE,
  {
    batchSize: 500,
    localConcurrency: 4,
    pollingIntervalSeconds: 0.5,
    burstWhenBatchFull: true,
  },
  async () => undefined,
);
const DATA = { a: 1, b: 2 };

serve<RivalQuestion>(
  (question) =>
    runRival(
      {
        enqueue: (jobs) =>
          jobs === 1
            ? boss.send(QUEUE, DATA)
            : boss.insert(
                QUEUE,
                Array.from({ length: jobs }, () => ({ data: DATA })),
              ),
        async open() {
          const [row] = await db.run<{ open: number }>(OPEN, [QUEUE]);
          return row?.open ?? 0;
        },
      },
      question,
    ),
  async () => {
    await boss.stop({ graceful: false });
    await db[Symbol.asyncDispose]();
  },
);
