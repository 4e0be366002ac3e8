import { describe, expect, it, vi } from "vitest";
import type { Launch } from "../src/sandbox/launch.ts";
import { connectUserNetwork } from "../src/sandbox/user-network.ts";
import { runScript } from "../src/testing.ts";
import { childOf, isRunning } from "./child-processes.ts";
import { startSandboxedPool } from "./sandboxed-pool.ts";

const COUNTING = `export function main() {
  globalThis.calls = (globalThis.calls ?? 0) + 1;
  return globalThis.calls;
}`;

/** Has the network of a runner made by another program. */
function connectedBy(slirp4netns: string, launch: Launch): Launch {
  const connect = (pid: number) => connectUserNetwork({ slirp4netns, hostLoopback: false }, pid);
  const { tie } = launch;
  return tie.kind === "sandbox" ? { ...launch, tie: { ...tie, connect } } : launch;
}

describe.concurrent("connectUserNetwork", () => {
  it("ends with its runner", async () => {
    const pool = await startSandboxedPool({ blanks: 0 });
    const network = childOf(String(pool.started[0]?.pid));
    expect(isRunning(network)).toBe(true);
    await pool[Symbol.asyncDispose]();
    expect(isRunning(network)).toBe(false);
  });

  it("takes its runner along when it ends first, so that no job finds itself cut off", async () => {
    await using pool = await startSandboxedPool();
    const [runner] = pool.started;
    const results = [await runScript(pool.pool, COUNTING)];
    process.kill(childOf(String(runner?.pid)), "SIGKILL");
    await runner?.ended;
    results.push(await runScript(pool.pool, COUNTING));
    expect(results).toMatchObject([{ result: 1 }, { result: 1 }]);
  });

  it("lets a job go on when it ends under it", async () => {
    await using pool = await startSandboxedPool();
    const running = Promise.withResolvers<void>();
    const waiting = `export async function main() {
      console.log("begun");
      await new Promise((resolve) => setTimeout(resolve, 300));
      return "done";
    }`;
    const run = runScript(pool.pool, waiting, { onLog: () => running.resolve() });
    await running.promise;
    process.kill(childOf(String(pool.started[0]?.pid)), "SIGKILL");
    expect(await run).toMatchObject({ status: "success", result: "done" });
    await pool.started[0]?.ended;
  });

  it.each([
    ["fails", "/bin/false"],
    ["is not there", "/nowhere/slirp4netns"],
  ])("gives a job no runner when the program %s", async (_, program) => {
    let isBroken = false;
    await using pool = await startSandboxedPool({
      blanks: 0,
      change: (launch) => (isBroken ? connectedBy(program, launch) : launch),
    });
    await runScript(pool.pool, COUNTING);
    isBroken = true;
    await expect(runScript(pool.pool, `${COUNTING} // other`)).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(pool.errors[0]).toMatch(/A runner could not be started.*(slirp4netns ended|ENOENT)/);
    await vi.waitFor(() => expect(pool.pool.size).toBe(1), { timeout: 10_000 });
  });
});
