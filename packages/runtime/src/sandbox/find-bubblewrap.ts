import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SandboxError } from "./sandbox.ts";
import { seccompFilter } from "./seccomp-filter.ts";

/** What sandboxes are made with. */
export interface Bubblewrap {
  /** Absolute path of the program. */
  readonly path: string;
  /** System calls that are refused inside, as the program reads it. */
  readonly filter: Buffer;
}

/**
 * Finds what sandboxes are made with; rejects with SandboxError where it is missing.
 *
 * Whether it works here is seen when the first runner starts.
 */
export async function findBubblewrap(): Promise<Bubblewrap> {
  const filter = process.platform === "linux" ? seccompFilter(process.arch) : undefined;
  if (filter === undefined) {
    throw new SandboxError(`there is no sandbox for ${process.platform} on ${process.arch}`);
  }
  return { path: await findProgram("bwrap"), filter };
}

/** Runners do not get the server's PATH, so the program is looked up once, by the shell's rules. */
async function findProgram(name: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)("/bin/sh", ["-c", `command -v ${name}`]);
    return stdout.trim();
  } catch (cause) {
    throw new SandboxError(`the program ${name} is not installed`, { cause });
  }
}
