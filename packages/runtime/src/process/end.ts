import type { ChildProcess } from "node:child_process";

/** A process to end, with all that it started. */
export interface Endable {
  readonly child: ChildProcess;
  /** Leader of the processes inside the sandbox, once it is known. */
  readonly innerGroup: number | undefined;
}

/**
 * Asks the program to end, and ends everything by force after `graceMs`; 0: by force at once.
 *
 * The sandbox's own process is spared at first, because its end is the end of all in it.
 */
export function endProcess({ child, innerGroup }: Endable, graceMs: number): void {
  if (child.pid === undefined || hasEnded(child)) {
    return;
  }
  if (graceMs === 0) {
    killGroups(child.pid, innerGroup);
    return;
  }
  signalGroup(innerGroup ?? child.pid, "SIGTERM");
  const { pid } = child;
  const force = setTimeout(() => killGroups(pid, innerGroup), graceMs);
  child.once("exit", () => clearTimeout(force));
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function killGroups(group: number, innerGroup: number | undefined): void {
  signalGroup(group, "SIGKILL");
  if (innerGroup !== undefined) {
    signalGroup(innerGroup, "SIGKILL");
  }
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal);
  } catch {
    // It ended by itself a moment ago.
  }
}
