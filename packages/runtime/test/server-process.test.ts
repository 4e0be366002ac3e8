// What the process that owns a runtime hands on to its runners, and what it leaves when it dies.
import { type ChildProcess, execFile, type IOType, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, it, vi } from "vitest";
import { descendants, isRunning } from "./child-processes.ts";

/** A whole server starts in each test. */
vi.setConfig({ testTimeout: 60_000 });

const NODE_OPTIONS = ["--conditions=@getoperate/source", "--disable-warning=ExperimentalWarning"];
const fixture = (name: string) => join(import.meta.dirname, "fixtures", name);

/** Whatever the outcome of a test, nothing that it started stays. */
const toEnd: number[] = [];
afterEach(() => {
  for (const pid of toEnd.splice(0).filter(isRunning)) {
    process.kill(pid, "SIGKILL");
  }
});

/** A server whose runners are busy and idle, and the processes that it started. */
async function startServer(args: readonly string[], more: readonly IOType[] = []) {
  const command = [...NODE_OPTIONS, fixture("server.ts"), ...args];
  const server: ChildProcess = spawn(process.execPath, command, {
    stdio: ["ignore", "pipe", "inherit", ...more],
  });
  await once(server.stdout ?? server, "data");
  const { pid = 0 } = server;
  const started = descendants(pid);
  toEnd.push(pid, ...started);
  // The blank runner may still start.
  expect(started.length).toBeGreaterThanOrEqual(2);
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
    const { server, started } = await startServer([sandbox, "compiler"]);
    await kill(server);
    await vi.waitFor(() => expect(started.filter(isRunning)).toEqual([]), { timeout: 10_000 });
  });
});

describe("a server that inherited a descriptor", () => {
  it("hands it on to no runner", async () => {
    // Node itself closes the low ones for its children.
    const high = 60;
    const nothing = Array.from({ length: high - 3 }, (): IOType => "ignore");
    const { server, pid, started } = await startServer(["bubblewrap"], [...nothing, "pipe"]);
    try {
      const inherited = readlinkSync(`/proc/${pid}/fd/${high}`);
      expect(inherited).toMatch(/^socket:/);
      for (const runner of started) {
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
