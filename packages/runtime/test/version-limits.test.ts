import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runScript } from "../src/testing.ts";
import { descendants } from "./child-processes.ts";
import { type SandboxedPool, startSandboxedPool } from "./sandboxed-pool.ts";

const COUNTING = `export function main() {
  globalThis.calls = (globalThis.calls ?? 0) + 1;
  return globalThis.calls;
}`;
const HEAP = `import { getHeapStatistics } from "node:v8";
  export const main = () => Math.round(getHeapStatistics().heap_size_limit / 2 ** 20);`;
const CONNECTING = `export async function main() {
  await Deno.connect({ hostname: "127.0.0.1", port: 1 });
}`;

async function resultsOf(
  { pool }: SandboxedPool,
  ...runs: ReadonlyArray<
    Parameters<typeof runScript> extends [unknown, ...infer Rest] ? Rest : never
  >
): Promise<unknown[]> {
  const results: unknown[] = [];
  for (const [content, options] of runs) {
    results.push((await runScript(pool, content, options)).result);
  }
  return results;
}

describe.concurrent("RunnerPool, for a version with limits of its own", () => {
  it("runs each job in a new process, if it asks for that", async () => {
    await using pool = await startSandboxedPool();
    const limits = { fresh: true };
    expect(await resultsOf(pool, [COUNTING, { limits }], [COUNTING, { limits }])).toEqual([1, 1]);
    await pool.started[0]?.ended;
    expect(await resultsOf(pool, [COUNTING], [COUNTING])).toEqual([1, 2]);
  });

  it("gives it the memory that it asks for, up to the limit", async () => {
    await using pool = await startSandboxedPool({ maxRunners: 8 });
    const [least = 0, usual = 0, most = 0] = await resultsOf(
      pool,
      [HEAP, { limits: { memoryMib: 100 } }],
      [HEAP],
      [HEAP, { limits: { memoryMib: 60_000 } }],
    ).then((sizes) => sizes.map(Number));
    // V8 adds room for young objects to what it is told.
    expect([least >= 100, usual >= 256, most >= 512]).toEqual([true, true, true]);
    expect([least < 256, usual < 512]).toEqual([true, true]);
    const limits = pool.started.map(({ pid = 0 }) =>
      Number(/Max data size +(\d+)/.exec(readFileSync(`/proc/${pid}/limits`, "utf8"))?.[1]),
    );
    const dataMib = new Set(limits.map((bytes) => bytes / 2 ** 20 - 5 * 640));
    expect(dataMib).toEqual(new Set([2 * 256, 2 * 100, 2 * 512]));
  });

  it("gives it no network, if it wants none, by both walls", async () => {
    await using pool = await startSandboxedPool({ blanks: 0 });
    const limits = { network: false };
    expect(await resultsOf(pool, [CONNECTING], [CONNECTING, { limits }])).toEqual([
      { error: expect.objectContaining({ name: "ConnectionRefused" }) },
      { error: expect.objectContaining({ name: "NotCapable" }) },
    ]);
    const interfaces = pool.started.map(({ pid = 0 }) =>
      readFileSync(`/proc/${descendants(pid).at(-1)}/net/dev`, "utf8").match(/\w+(?=:)/g),
    );
    expect(interfaces).toEqual([["lo", "tap0"], ["lo"]]);
  });

  it("starts no more than its jobs wait for, and keeps none for nobody", async () => {
    await using pool = await startSandboxedPool({ maxRunners: 3 });
    const stop = new AbortController();
    const limits = { memoryMib: 100 };
    const run = runScript(pool.pool, COUNTING, { limits, signal: stop.signal });
    stop.abort();
    expect(await run).toMatchObject({ status: "canceled" });
    await pool.started[1]?.ended;
    expect(await resultsOf(pool, [COUNTING, { limits }])).toEqual([1]);
    expect(pool.started).toHaveLength(3);
  });
});
