import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The command line of a living process, arguments parted by spaces; empty when there is none. */
export async function commandOf(pid: number): Promise<string> {
  if (process.platform !== "linux") {
    return (await askPs(pid, "command=")) ?? "";
  }
  // Empty for a zombie, and for an instant while a process becomes another program.
  for (let tries = 0; tries < 20; tries += 1) {
    const text = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (text !== "" || (await identityOf(pid)) === undefined) {
      return text.replaceAll("\0", " ");
    }
    await sleep(5);
  }
  return "";
}

/**
 * Words that tell this life of a process id from every other life of it, also after a reboot;
 * undefined when no such process lives.
 */
export async function identityOf(pid: number): Promise<string | undefined> {
  if (process.platform !== "linux") {
    return await askPs(pid, "lstart=");
  }
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  // The second field is the program's name in brackets and may hold anything, brackets too.
  const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
  const state = fields?.[0];
  const startedAtTick = fields?.[19];
  if (startedAtTick === undefined || state === "Z" || state === "X") {
    return undefined;
  }
  const boot = await readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => "");
  return `${startedAtTick}@${boot.trim()}`;
}

async function askPs(pid: number, column: string): Promise<string | undefined> {
  const result = await run("ps", ["-ww", "-p", String(pid), "-o", column]).catch(() => undefined);
  const text = result?.stdout.trim();
  return text === "" ? undefined : text;
}
