import { findProgram } from "./find-program.ts";
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
  const path = await findProgram("bwrap");
  if (path === undefined) {
    throw new SandboxError("the program bwrap is not installed");
  }
  return { path, filter };
}
