import { type ChildProcess, spawn } from "node:child_process";
import type { Duplex, Readable } from "node:stream";
import type { Launch } from "../sandbox/launch.ts";

/** A started runner process with its three ends. */
export interface RunnerProcess {
  readonly child: ChildProcess;
  /** File descriptor 3 of the runner, both ways. */
  readonly channel: Duplex;
  /** What it writes to standard output and error, in the order it was written. */
  readonly output: Readable;
  /** File descriptor 4, if the sandbox speaks there. */
  readonly info: Readable | undefined;
}

// One pipe for both outputs keeps their order. If memory runs out a runner has to go before a
// server; it never leaves a core dump. The command itself comes as arguments, never as source.
const START = [
  "ulimit -c 0",
  "{ echo 1000 > /proc/self/oom_score_adj; } 2> /dev/null",
  'exec "$@" 2>&1',
].join("; ");

/** Starts a runner as the leader of a session of its own, with no environment but the launch's. */
export function spawnRunner({ command, args, env, hasInfo }: Launch): RunnerProcess {
  const child = spawn("/bin/sh", ["-c", START, "runner", command, ...args], {
    stdio: ["ignore", "pipe", "ignore", "pipe", hasInfo ? "pipe" : "ignore"],
    detached: true,
    cwd: "/",
    env: { PATH: "/usr/local/bin:/usr/bin:/bin", ...env },
  });
  const [, output, , channel, info] = child.stdio;
  return {
    child,
    channel: asDuplex(channel),
    output: asDuplex(output),
    info: hasInfo ? asDuplex(info) : undefined,
  };
}

/** A "pipe" of spawn is a pair of connected sockets, so each end reads and writes. */
function asDuplex(stream: unknown): Duplex {
  return stream as Duplex;
}
