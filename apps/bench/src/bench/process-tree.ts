// What processes cost, as Linux tells it: their own time and that of children that ended in them.
import { readdir, readFile } from "node:fs/promises";

export interface ProcessTimes {
  readonly pid: number;
  readonly parent: number;
  /** Seconds of CPU, with the ended children's. */
  readonly cpuSeconds: number;
}

/** The kernel counts in hundredths of a second on every machine that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Reads a line of `/proc/<pid>/stat`. Its second field, a name, may hold spaces and brackets. */
export function parseStat(line: string): ProcessTimes {
  const fields = line.slice(line.lastIndexOf(")") + 2).split(" ");
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return {
    pid: Number.parseInt(line, 10),
    parent: Number(fields[1]),
    cpuSeconds: ticks / TICKS_PER_SECOND,
  };
}

/** `roots` and all below them. */
export function pidsBelow(
  roots: readonly number[],
  processes: readonly Pick<ProcessTimes, "pid" | "parent">[],
): number[] {
  const below = Map.groupBy(processes, ({ parent }) => parent);
  const found = processes.map(({ pid }) => pid).filter((pid) => roots.includes(pid));
  for (const pid of found) {
    const children = (below.get(pid) ?? []).map((child) => child.pid);
    found.push(...children.filter((child) => !roots.includes(child)));
  }
  return found;
}

/** Seconds of CPU that `roots` and all below them used so far. */
export function cpuOf(roots: readonly number[], processes: readonly ProcessTimes[]): number {
  const pids = new Set(pidsBelow(roots, processes));
  return processes.reduce((sum, { pid, cpuSeconds }) => sum + (pids.has(pid) ? cpuSeconds : 0), 0);
}

/** All processes of the machine. */
export async function processTimes(): Promise<ProcessTimes[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined)),
  );
  return lines.filter((line) => line !== undefined).map(parseStat);
}
