import { readFile, writeFile } from "node:fs/promises";

/** What a process holds in memory, bytes. */
export interface ProcessMemory {
  readonly resident: number;
  /** The most it held since it was last asked to forget. */
  readonly peak: number;
}

/** Reads what another process holds in memory; on Linux alone. */
export async function processMemory(pid: number): Promise<ProcessMemory> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return { resident: bytesOf("VmRSS", status), peak: bytesOf("VmHWM", status) };
}

/** Lets the peak begin at what the process holds now. */
export async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, "5");
}

function bytesOf(name: string, status: string): number {
  const kibibytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1];
  if (kibibytes === undefined) {
    throw new Error(`The kernel does not tell ${name}.`);
  }
  return Number(kibibytes) * 1024;
}
