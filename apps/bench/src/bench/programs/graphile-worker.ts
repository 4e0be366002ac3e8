// graphile-worker with the settings of its own page on performance.
import { connect } from "@getoperate/db";
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import { type RivalQuestion, type RivalSetUp, runRival } from "./rival.ts";
import { serve, setUpOf } from "./serve.ts";

const OPEN = {
  name: "open",
  text: "select count(*)::int as open from graphile_worker._private_jobs",
};

const { connectionString } = setUpOf<RivalSetUp>();
const db = connect(
  { connectionString },
  { applicationName: "graphile-worker bench", maxConnections: 1, onIdleError: () => undefined },
);
const runner = await run({
  noHandleSignals: true,
  // Its word, not one of ours.
  ["taskList"]: { add: async () => undefined },
  preset: {
    worker: {
      connectionString,
      concurrentJobs: 24,
      maxPoolSize: 25,
      localQueue: { size: 500 },
      completeJobBatchDelay: 0,
      failJobBatchDelay: 0,
      logger: new Logger(() => () => undefined),
    },
  },
});
const utils = await makeWorkerUtils({ connectionString });
const PAYLOAD = { a: 1, b: 2 };

serve<RivalQuestion>(
  (question) =>
    runRival(
      {
        enqueue: (jobs) =>
          jobs === 1
            ? runner.addJob("add", PAYLOAD)
            : utils.addJobs(
                Array.from({ length: jobs }, () => ({ identifier: "add", payload: PAYLOAD })),
              ),
        async open() {
          const [row] = await db.run<{ open: number }>(OPEN, []);
          return row?.open ?? 0;
        },
      },
      question,
    ),
  async () => {
    await runner.stop();
    await utils.release();
    await db[Symbol.asyncDispose]();
  },
);
