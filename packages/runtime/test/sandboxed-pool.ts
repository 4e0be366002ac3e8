import type { Log } from "@getoperate/contract";
import { createExecutors } from "../src/executors.ts";
import { RunnerPool } from "../src/runner/pool.ts";
import { Runner } from "../src/runner/runner.ts";
import type { RunnerBounds } from "../src/runner/runner-job.ts";
import { launchInBubblewrap } from "../src/sandbox/bubblewrap.ts";
import { findBubblewrap } from "../src/sandbox/find-bubblewrap.ts";
import type { Launch } from "../src/sandbox/launch.ts";
import { findNetwork } from "../src/sandbox/network.ts";

const BOUNDS: RunnerBounds = {
  maxResultBytes: 1_000_000,
  maxLogBytes: 1_000_000,
  maxChunkBytes: 1_000_000,
  startMs: 10_000,
};

export interface SandboxedPoolOptions {
  readonly maxRunners?: number;
  readonly blanks?: number;
  readonly idleMs?: number;
  /** Changes how the next runner is started. */
  readonly change?: (launch: Launch) => Launch;
}

/** A pool whose runners the test can see. */
export interface SandboxedPool extends AsyncDisposable {
  readonly pool: RunnerPool;
  /** All runners that were started, in order. */
  readonly started: readonly Runner[];
  /** Most processes that there were at once. */
  readonly most: () => number;
  readonly errors: readonly string[];
}

export async function startSandboxedPool({
  maxRunners = 4,
  blanks = 1,
  idleMs = 60_000,
  change = (launch) => launch,
}: SandboxedPoolOptions = {}): Promise<SandboxedPool> {
  const bubblewrap = await findBubblewrap();
  const network = await findNetwork({ kind: "public", allow: [] });
  const started: Runner[] = [];
  const errors: string[] = [];
  let [live, most] = [0, 0];
  const pool = new RunnerPool({
    ...{ maxRunners, blanks, idleMs, log: logInto(errors) },
    executors: (await createExecutors()).byLanguage,
    memory: { memoryMib: 256, maxMemoryMib: 512 },
    startRunner: (program, limits) => {
      const launch = change(
        launchInBubblewrap(bubblewrap, program, {
          memoryMib: limits.memoryMib,
          network: limits.network ? network : { kind: "none" },
        }),
      );
      const runner = new Runner(launch, BOUNDS);
      started.push(runner);
      live += 1;
      most = Math.max(most, live);
      void runner.ended.then(() => {
        live -= 1;
      });
      return runner;
    },
  });
  await pool.start();
  return {
    pool,
    started,
    most: () => most,
    errors,
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  };
}

function logInto(errors: string[]): Log {
  const ignore = () => undefined;
  const error = (fields: object, message: string) => {
    errors.push(`${message} ${"err" in fields ? String(fields.err) : ""}`);
  };
  return { debug: ignore, info: ignore, warn: ignore, error };
}
