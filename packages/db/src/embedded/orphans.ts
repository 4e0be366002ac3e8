import { readdir, readlink } from "node:fs/promises";
import { commandOf } from "./process-identity.ts";

/**
 * Ends the children of a server that was killed: most notice by themselves, one in the middle of a long
 * query does so only at its end, and until then no new server may start. The caller knows that no server
 * of this cluster runs. Only Linux shows which processes these are; elsewhere they are waited for.
 */
export async function endOrphans(cluster: string): Promise<void> {
  const pids = (await readdir("/proc").catch(() => [])).map(Number).filter(Number.isInteger);
  for (const pid of pids) {
    const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
    if (folder === cluster && (await commandOf(pid)).startsWith("postgres: ")) {
      killIfThere(pid);
    }
  }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGQUIT");
  } catch {
    // It has gone in the meantime.
  }
}
