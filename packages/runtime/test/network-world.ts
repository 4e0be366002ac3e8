import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Egress } from "../src/index.ts";
import type { Attempt } from "./escapes/attempt.ts";

/** What to try in a world of its own. */
export interface WorldRequest {
  readonly egress: Egress;
  /** A program of the system that is to be missing or to fail. */
  readonly spoil?: { readonly program: string; readonly how: "missing" | "failing" };
  /** By name: the body of an async function, which has the world's `port` and the path of a `socket`. */
  readonly attempts: Readonly<Record<string, string>>;
  /** A program in Perl, which needs no permission of Deno; its argument is the world's port. */
  readonly perl?: string;
}

export interface WorldReport {
  readonly attempts: Readonly<Record<string, Attempt>>;
  /** What arrived at the world's servers: address and name of the attempt, or a name looked up. */
  readonly seen: readonly string[];
  /** Warnings of the runtime. */
  readonly warnings: readonly string[];
  /** Lines that the program in Perl wrote. */
  readonly written: readonly string[];
  /** What a job answered after all attempts. */
  readonly after: unknown;
}

/** Looks public, and is the host's own. */
export const OWN_ADDRESS = "45.33.32.156";
export const PUBLIC_ADDRESS = "93.184.216.34";

/** Longest that a busy machine may take for a world, milliseconds. */
export const WORLD_MS = 120_000;

const WORLD = fileURLToPath(new URL("./fixtures/network-world.ts", import.meta.url));
const NAMESPACES = ["--user", "--map-root-user", "--net", "--mount"];

/** Runs scripts where all addresses lead to one server, so that what is not reached was refused. */
export async function runInNetworkWorld(request: WorldRequest): Promise<WorldReport> {
  const program = [process.execPath, "--conditions=@getoperate/source", WORLD];
  const args = [...NAMESPACES, ...program, JSON.stringify(request)];
  const { stdout } = await promisify(execFile)("unshare", args, { timeout: WORLD_MS });
  return JSON.parse(stdout);
}
