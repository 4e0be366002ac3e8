import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Where systems keep programs that they think users have no need of. */
const ADMINISTRATORS = "/usr/sbin:/sbin";

/**
 * Path of a program by the shell's rules; undefined: it is not installed.
 *
 * Runners do not get the server's PATH, so programs are looked up once.
 */
export async function findProgram(name: string): Promise<string | undefined> {
  const script = `PATH="$PATH:${ADMINISTRATORS}"; command -v "$0"`;
  try {
    const { stdout } = await promisify(execFile)("/bin/sh", ["-c", script, name]);
    return stdout.trim();
  } catch {
    return undefined;
  }
}
