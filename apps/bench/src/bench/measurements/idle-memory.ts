import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Measurement } from "../measurement.ts";
import { pidsBelow, processTimes } from "../process-tree.ts";
import { ADD, startWorld, type World } from "../world.ts";

/** A time in which what a start leaves behind is cleared away. */
const REST_MS = 5_000;

/** What only runners of TypeScript have on their command line. */
const RUNNER = "typescript/wrapper/main";

/**
 * Memory of a default installation that idles, with its PostgreSQL and its runners. Pages that
 * processes share are counted once.
 */
export function idleMemory({ program }: World): Measurement {
  return {
    name: "idle-memory",
    side: "ours",
    async round() {
      await using world = await startWorld(program);
      await sleep(REST_MS);
      return { mib: sum(await memoryBelow(world.server.pid, "Pss")) };
    },
  };
}

/** Memory of one runner that has run a job, as if it were alone and shared nothing. */
export function runnerMemory(world: World): Measurement {
  return {
    name: "runner-memory",
    side: "ours",
    async round() {
      const { server } = world;
      await server.request("POST", `/jobs/run_wait_result/p/${ADD.path}`, { body: { a: 1, b: 2 } });
      return { mib: Math.max(...(await memoryBelow(server.pid, "Rss", RUNNER))) };
    },
  };
}

/** Of a process and all below it, MiB each; only of those with the word on their command line. */
async function memoryBelow(root: number, kind: "Pss" | "Rss", word = ""): Promise<number[]> {
  const pids = pidsBelow([root], await processTimes());
  const sizeOf = async (pid: number) => {
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8");
    const shares = await readFile(`/proc/${pid}/smaps_rollup`, "utf8");
    const kibibytes = Number(new RegExp(`^${kind}:\\s+(\\d+) kB$`, "m").exec(shares)?.[1] ?? 0);
    return command.includes(word) ? kibibytes / 1024 : 0;
  };
  // One that ended meanwhile has none.
  return await Promise.all(pids.map((pid) => sizeOf(pid).catch(() => 0)));
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
