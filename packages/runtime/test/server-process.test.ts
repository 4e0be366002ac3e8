// What the process that owns a runtime hands on to its runners, and what it leaves when it dies.
import { type ChildProcess, execFile, type IOType, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { descendants, isRunning } from "./child-processes.ts";

const NODE_OPTIONS = ["--conditions=@getoperate/source", "--disable-warning=ExperimentalWarning"];
const fixture = (name: string) => join(import.meta.dirname, "fixtures", name);

/** Whatever the outcome of a test, nothing that it started stays. */
const toEnd: number[] = [];
afterEach(() => {
  for (const pid of toEnd.splice(0).filter(isRunning)) {
    process.kill(pid, "SIGKILL");
  }
});

/** A server whose runners and compiler are busy, and the processes that it started. */
async function startServer(sandbox: string, more: readonly IOType[] = []) {
  const server: ChildProcess = spawn(
    process.execPath,
    [...NODE_OPTIONS, fixture("server.ts"), sandbox],
    {
      stdio: ["ignore", "pipe", "inherit", ...more],
    },
  );
  await once(server.stdout ?? server, "data");
  const { pid = 0 } = server;
  const started = descendants(pid);
  toEnd.push(pid, ...started);
  // Two runners and the compiler; the blank runner may still start.
  expect(started.length).toBeGreaterThanOrEqual(3);
  return { server, pid, started };
}

async function kill(server: ChildProcess): Promise<void> {
  const exit = once(server, "exit");
  server.kill("SIGKILL");
  await exit;
}

/** What the descriptors of a process are. */
function descriptorsOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).flatMap((fd) => {
    try {
      return [readlinkSync(join(folder, fd))];
    } catch {
      // It was closed meanwhile.
      return [];
    }
  });
}

describe("a server that is killed", () => {
  it.each(["bubblewrap", "none"])("leaves no process behind; sandbox: %s", async (sandbox) => {
    const { server, started } = await startServer(sandbox);
    await kill(server);
    await vi.waitFor(() => expect(started.filter(isRunning)).toEqual([]), { timeout: 5_000 });
  });
});

describe("a server that inherited a descriptor", () => {
  it("hands it on to no runner", async () => {
    const { server, pid, started } = await startServer("bubblewrap", [
      "ignore",
      "ignore",
      "ignore",
      "ignore",
      "pipe",
    ]);
    try {
      const inherited = readlinkSync(`/proc/${pid}/fd/7`);
      expect(inherited).toMatch(/^socket:/);
      const runners = started.filter((process) => descriptorsOf(process).length > 0);
      for (const runner of runners) {
        expect(descriptorsOf(runner)).not.toContain(inherited);
      }
    } finally {
      await kill(server);
    }
  });
});

describe("a server without room for another process", () => {
  it("refuses the job as unavailable, and runs the next one when there is room", async () => {
    const node = [process.execPath, ...NODE_OPTIONS, fixture("no-room.ts")];
    const { stdout } = await promisify(execFile)("/bin/sh", [
      ...["-c", 'ulimit -n 400; exec "$@"', "sh", ...node],
    ]);
    expect(JSON.parse(stdout)).toEqual([1, "unavailable", 3]);
  });
});
