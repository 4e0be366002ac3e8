// The engine alone, from enqueue to done: its queue, its hand-over, its worker and its waiters, with
// a script that takes no time in place of a runner. It has more slots than callers, since a slot
// bounds processes of runners, of which there are none.
import { connect } from "@getoperate/db";
import { createEngine, type NewJob, Vault } from "@getoperate/engine";
import { Worker } from "@getoperate/worker";
import { v7 as uuidv7 } from "uuid";
import { serve, setUpOf } from "./serve.ts";
import { type Lanes, timedLanes } from "./timed-lanes.ts";

export interface EngineSetUp {
  /** Of a migrated database. */
  readonly connectionString: string;
  /** Name of the script that is there. */
  readonly path: string;
  readonly hash: string;
}

const SLOTS = 1_000;
const LEASE_SECONDS = 15;
const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };

const { connectionString, path, hash } = setUpOf<EngineSetUp>();
const db = connect(
  { connectionString },
  { applicationName: "engine bench", maxConnections: 10, onIdleError: silent },
);
const engine = await createEngine({
  db,
  vault: new Vault(db, async () => undefined),
  log,
  notify: true,
  queueLimit: 1_000_000,
  retentionDays: 30,
  leaseSeconds: LEASE_SECONDS,
});
const worker = new Worker({
  source: engine.jobSource,
  run: async () => ({ status: "success", result: "3", durationMs: 0 }),
  environmentOf: () => ({}),
  accessOf: () => ({ serverUrl: "http://127.0.0.1", workspace: "main", token: "" }),
  newId: uuidv7,
  registration: {
    name: "bench",
    kind: "worker",
    version: "0.0.0",
    tags: ["default"],
    slots: SLOTS,
    leaseSeconds: LEASE_SECONDS,
  },
  heartbeatMs: 5_000,
  log,
});
await worker.start();

const JOB: Omit<NewJob, "id"> = {
  workspace: "main",
  path,
  hash,
  args: '{"a":1,"b":2}',
  createdBy: "admin",
  trigger: "webhook",
  tag: "default",
  priority: 0,
  timeoutSeconds: 900,
  maxAttempts: 3,
  preprocess: false,
  token: null,
  label: null,
  parentId: null,
  concurrency: null,
  schedule: null,
  isOwnId: false,
  byPath: true,
  idempotency: null,
};

async function runOne(): Promise<void> {
  const id = uuidv7();
  using waiter = engine.waitFor(id);
  const outcome = await engine.enqueue({ ...JOB, id });
  if (outcome !== "accepted") {
    throw new Error(`A job was not accepted: ${outcome}.`);
  }
  await new Promise((resolve) => waiter.onEnd(resolve));
}

serve<Lanes>(
  (lanes) => timedLanes(lanes, runOne),
  async () => {
    await worker.drain(1_000);
    await engine[Symbol.asyncDispose]();
    await db[Symbol.asyncDispose]();
  },
);
