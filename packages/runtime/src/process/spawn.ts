// Starts runner processes: each is the leader of a session of its own, with no environment but its
// launch's, no descriptor but the ones below, bounded, and first to go when memory runs out.
import { type ChildProcess, spawn } from "node:child_process";
import type { Duplex, Readable } from "node:stream";
import type { Launch, Tie } from "../sandbox/launch.ts";
import { onlyDescriptors } from "./descriptors.ts";
import type { Endable } from "./end.ts";
import { SandboxTie } from "./sandbox-tie.ts";

/** A started runner process and our ends of its descriptors. */
export interface RunnerProcess extends Endable {
  /** File descriptor 3 of the runner, both ways. */
  readonly channel: Duplex;
  /** What it writes to standard output and error, in the order it was written. */
  readonly output: Readable;
  /** File descriptor 4; what it is for depends on the launch's tie. */
  readonly tie: Duplex;
  /** Its side of the sandbox; undefined: there is none. */
  readonly sandbox: SandboxTie | undefined;
}

const MAX_OPEN_FILES = 1024;
const DESCRIPTORS = ["ignore", "pipe", "ignore", "pipe", "pipe"] as const;

// The command itself comes as arguments, never as source. A limit that is lower already stays.
// One pipe for both outputs keeps their order. There is never a core dump.
const LIMITS = [
  "ulimit -c 0",
  `ulimit -n ${MAX_OPEN_FILES} 2> /dev/null`,
  'ulimit -d "$1" 2> /dev/null',
  'ulimit -v "$2" 2> /dev/null',
  "shift 2",
  "{ echo 1000 > /proc/self/oom_score_adj; } 2> /dev/null",
];
const LIFELINE = "{ read -r _; kill -s KILL -- -$$; } <&4 > /dev/null 2>&1 3>&- &";
const START: Readonly<Record<Tie["kind"], string>> = {
  sandbox: [...LIMITS, 'exec "$@" 2>&1'].join("\n"),
  lifeline: [...LIMITS, LIFELINE, 'exec "$@" 2>&1 4>&-'].join("\n"),
};

/** Starts a runner. Throws where the system has no room for another process. */
export function spawnRunner({ command, args, env, tie, ...bounds }: Launch): RunnerProcess {
  const limits = [bounds.dataMib, bounds.addressMib].map(toLimit);
  const child = spawn("/bin/sh", ["-c", START[tie.kind], "runner", ...limits, command, ...args], {
    stdio: onlyDescriptors(tie.kind === "sandbox" ? [...DESCRIPTORS, "pipe"] : DESCRIPTORS),
    detached: true,
    cwd: "/",
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", ...env },
  });
  const [, output, , channel, fourth, filter] = streamsOf(child);
  if (output === undefined || channel === undefined || fourth === undefined) {
    child.on("error", () => undefined);
    throw new SpawnError("The system has no room for another process");
  }
  // The end of the process tells the same.
  for (const stream of [output, channel, fourth, filter]) {
    stream?.on("error", () => undefined);
  }
  const sandbox = tie.kind === "sandbox" ? new SandboxTie(child, fourth, tie) : undefined;
  if (tie.kind === "sandbox") {
    filter?.end(tie.filter);
  }
  return {
    ...{ child, channel, output, tie: fourth, sandbox },
    get innerGroup() {
      return sandbox?.innerGroup;
    },
  };
}

/** A number of MiB as `ulimit` takes it. */
function toLimit(mib: number | undefined): string {
  return mib === undefined ? "unlimited" : String(mib * 1024);
}

/** A runner's process could not even be made. */
export class SpawnError extends Error {
  override readonly name = "SpawnError";
}

/** Each "pipe" of spawn is a pair of connected sockets, so both ends read and write. */
function streamsOf({ stdio }: ChildProcess): ReadonlyArray<Duplex | undefined> {
  // It is missing, whatever its type says, when there was no room for the process.
  return (stdio ?? []) as ReadonlyArray<Duplex | undefined>;
}
