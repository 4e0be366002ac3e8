import { readFileSync } from "node:fs";

/** Process ids of what this process started and what still runs. */
export function childProcesses(): number[] {
  return children(process.pid);
}

/** Process id of the one that was started with this argument; throws if there is none. */
export function childOf(argument: string): number {
  const found = childProcesses().find((pid) => argumentsOf(pid).includes(argument));
  if (found === undefined) {
    throw new Error(`No process was started with ${argument}.`);
  }
  return found;
}

/** Process ids of all that a process started, and what those started. */
export function descendants(pid: number): number[] {
  return children(pid).flatMap((child) => [child, ...descendants(child)]);
}

/** Whether a process runs; one that ended and was not yet waited for does not. */
export function isRunning(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

function argumentsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
  } catch {
    return [];
  }
}

function children(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8");
    return text
      .split(" ")
      .filter((id) => id !== "")
      .map(Number);
  } catch {
    return [];
  }
}
