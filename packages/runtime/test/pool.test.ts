import { describe, expect, it, vi } from "vitest";
import type { Runner } from "../src/runner/runner.ts";
import { type RunScriptOptions, runScript } from "../src/testing.ts";
import { descendants, isRunning } from "./child-processes.ts";
import { type SandboxedPool, startSandboxedPool } from "./sandboxed-pool.ts";

/** A version that counts its calls in a process; versions of other numbers are other versions. */
const counting = (version = 0) => `// ${version}
  export function main() { globalThis.calls = (globalThis.calls ?? 0) + 1; return globalThis.calls; }`;
const waiting = (version = 0) => `// ${version}
  export async function main() { console.log("waiting"); await new Promise(() => {}); }`;
const sleeping = (version = 0) => `// ${version}
  export const main = () => new Promise((resolve) => setTimeout(resolve, 50));`;

async function resultsOf(
  { pool }: SandboxedPool,
  runs: ReadonlyArray<readonly [content: string, options?: RunScriptOptions]>,
): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const [content, options] of runs) {
    results.push((await runScript(pool, content, options)).result);
  }
  return results;
}

/** Starts a job that waits until the test ends it. */
function startWaiting({ pool }: SandboxedPool, content = waiting()) {
  const abort = new AbortController();
  const isRunningNow = Promise.withResolvers<void>();
  const onLog = () => isRunningNow.resolve();
  const run = runScript(pool, content, { signal: abort.signal, onLog });
  return { run, running: isRunningNow.promise, cancel: () => abort.abort() };
}

async function isGone(runner: Runner | undefined): Promise<void> {
  const { pid } = runner ?? {};
  const pids = pid === undefined ? [] : [pid, ...descendants(pid)];
  await runner?.ended;
  await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), { timeout: 2_000 });
}

describe.concurrent("RunnerPool", () => {
  it("runs a version again in the process that it ran in last", async () => {
    await using pool = await startSandboxedPool();
    expect(await resultsOf(pool, [[counting()], [counting()], [counting()]])).toEqual([1, 2, 3]);
  });

  it("never runs a version in the process of another", async () => {
    await using pool = await startSandboxedPool();
    const runs = [1, 2, 1, 2].map((version) => [counting(version)] as const);
    expect(await resultsOf(pool, runs)).toEqual([1, 1, 2, 2]);
  });

  it("never runs a version in the process of another workspace", async () => {
    await using pool = await startSandboxedPool();
    const runs = ["a", "b", "a", "b"].map((workspace) => [counting(), { workspace }] as const);
    expect(await resultsOf(pool, runs)).toEqual([1, 1, 2, 2]);
  });

  it("runs a new version in the blank runner, and starts the next one", async () => {
    await using pool = await startSandboxedPool();
    expect(pool.started).toHaveLength(1);
    await runScript(pool.pool, counting());
    await vi.waitFor(() => expect(pool.started).toHaveLength(2), { timeout: 5_000 });
    await runScript(pool.pool, counting());
    expect(pool.started).toHaveLength(2);
  });

  it("keeps a blank runner of Python ready once a job asked for one", async () => {
    await using pool = await startSandboxedPool({ maxRunners: 6 });
    await runScript(pool.pool, counting());
    await expect.poll(() => pool.started.length).toBe(2);
    await runScript(pool.pool, "def main(): return 1", { language: "python" });
    await expect.poll(() => pool.started.length).toBe(4);
  });

  it("starts one runner to see that it can, where no blank one is wanted", async () => {
    await using pool = await startSandboxedPool({ blanks: 0 });
    await runScript(pool.pool, counting());
    expect(pool.started).toHaveLength(1);
  });

  it("never has more processes than allowed, and runs all jobs", async () => {
    await using pool = await startSandboxedPool({ maxRunners: 2 });
    const versions = [1, 2, 3, 4, 5, 1, 2];
    const runs = versions.map((version) => runScript(pool.pool, sleeping(version)));
    const statuses = (await Promise.all(runs)).map(({ status }) => status);
    expect(statuses).toEqual(versions.map(() => "success"));
    expect(pool.most()).toBe(2);
  });

  it("ends the idle runner that was used longest ago when another version needs room", async () => {
    await using pool = await startSandboxedPool({ maxRunners: 2, blanks: 0 });
    const runs = [1, 2, 1, 3, 1].map((version) => [counting(version)] as const);
    expect(await resultsOf(pool, runs)).toEqual([1, 1, 2, 1, 3]);
  });

  it("ends a runner that was idle for a while, and keeps the blank one", async () => {
    await using pool = await startSandboxedPool({ idleMs: 100 });
    await runScript(pool.pool, counting());
    await isGone(pool.started[0]);
    await vi.waitFor(() => expect(pool.pool.size).toBe(1), { timeout: 5_000 });
    expect(pool.started[1]?.isUsable).toBe(true);
  });

  it("lets a runner go that ended while it was idle", async () => {
    await using pool = await startSandboxedPool();
    const exiting = `let calls = 0;
      export function main() { setTimeout(() => Deno.exit(0), 20); calls += 1; return calls; }`;
    expect(await resultsOf(pool, [[exiting]])).toEqual([1]);
    await pool.started[0]?.ended;
    expect(await resultsOf(pool, [[exiting]])).toEqual([1]);
  });

  it("has room again after runners that retired while they were idle", async () => {
    await using pool = await startSandboxedPool({ maxRunners: 2 });
    const late = `export function main() {
      setTimeout(() => Promise.reject(new Error("late")), 1);
    }`;
    for (let run = 0; run < 4; run += 1) {
      const before = pool.started.filter(({ isUsable }) => isUsable);
      expect(await runScript(pool.pool, late)).toMatchObject({ status: "success" });
      await Promise.race(before.map(({ ended }) => ended));
    }
    expect(await resultsOf(pool, [[counting()]])).toEqual([1]);
  });
});

describe.concurrent("RunnerPool whose job is canceled", () => {
  it("cancels it while it waits for a runner", async () => {
    await using pool = await startSandboxedPool({ maxRunners: 1 });
    const first = startWaiting(pool);
    await first.running;
    const second = startWaiting(pool, waiting(2));
    second.cancel();
    expect(await second.run).toMatchObject({ status: "canceled", logs: "", durationMs: 0 });
    first.cancel();
    expect(await first.run).toMatchObject({ status: "canceled" });
    expect(await resultsOf(pool, [[counting()]])).toEqual([1]);
  });

  it("wastes no warm runner on one that was canceled before", async () => {
    await using pool = await startSandboxedPool();
    const signal = AbortSignal.abort();
    expect(await resultsOf(pool, [[counting()]])).toEqual([1]);
    expect(await runScript(pool.pool, counting(), { signal })).toMatchObject({
      status: "canceled",
    });
    expect(await resultsOf(pool, [[counting()]])).toEqual([2]);
  });
});

describe.concurrent("RunnerPool whose runners do not start", () => {
  /** A pool whose runners, after the first, end at once until they are mended. */
  async function startBroken(breakLaunch: () => Partial<{ command: string; dataMib: number }>) {
    let isBroken = false;
    const pool = await startSandboxedPool({
      maxRunners: 2,
      blanks: 0,
      change: (launch) => (isBroken ? { ...launch, ...breakLaunch() } : launch),
    });
    isBroken = true;
    const first = startWaiting(pool);
    await first.running;
    return {
      pool,
      mend: () => {
        isBroken = false;
      },
      [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
    };
  }

  it.each([
    ["end at once", () => ({ command: "/nowhere/bwrap" })],
    [
      "cannot even be made",
      () => {
        throw new Error("no room");
      },
    ],
  ])("rejects every job that waits when they %s, and recovers", async (_, breakLaunch) => {
    await using broken = await startBroken(breakLaunch);
    const { pool, mend } = broken;
    const runs = [1, 2, 3].map((version) => runScript(pool.pool, counting(version)));
    for (const outcome of await Promise.allSettled(runs)) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
    }
    expect(pool.errors.length).toBeGreaterThanOrEqual(3);
    mend();
    expect(await resultsOf(pool, [[counting()]])).toEqual([1]);
  });

  it("starts another for a job when one or two were killed while they started", async () => {
    let kills = 0;
    await using pool = await startSandboxedPool({
      maxRunners: 2,
      blanks: 0,
      change(launch) {
        kills -= 1;
        return kills >= 0 ? { ...launch, command: "/nowhere/bwrap" } : launch;
      },
    });
    // The one that the pool started first is kept busy.
    const first = startWaiting(pool);
    await first.running;
    kills = 2;
    expect(await resultsOf(pool, [[counting()]])).toEqual([1]);
    expect(pool.errors).toHaveLength(2);
  });
});

describe.concurrent("RunnerPool that is disposed", () => {
  it("ends all processes, fails what runs and refuses what waits and what comes", async () => {
    const pool = await startSandboxedPool({ maxRunners: 2 });
    const running = startWaiting(pool);
    await running.running;
    const other = startWaiting(pool, waiting(2));
    await other.running;
    const queued = runScript(pool.pool, counting());
    const refusal = queued.catch((error: unknown) => error);
    const pids = pool.started.flatMap(({ pid = 0 }) => [pid, ...descendants(pid)]);
    expect(pids.filter(isRunning).length).toBeGreaterThanOrEqual(6);
    await pool[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), { timeout: 2_000 });
    expect(await running.run).toMatchObject({ status: "failure" });
    expect(await refusal).toMatchObject({ code: "unavailable" });
    await expect(runScript(pool.pool, counting())).rejects.toMatchObject({ code: "unavailable" });
    expect(pool.pool.size).toBe(0);
  });
});
