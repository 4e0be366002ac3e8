// Runs one program to its end. A request to stop, or the death of bootstrap.mjs, is passed on to it.

import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";

/** The top of the repository. */
export const ROOT = new URL("..", import.meta.url).pathname;

export interface Program {
  /** A program, or the path of a script below the repository's top, which Node then runs. */
  readonly command: string;
  readonly args: readonly string[];
  /** Flags of Node, for a script. */
  readonly nodeFlags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Shows what the program writes at once, instead of handing it back. */
  readonly isShown?: boolean;
  /** It ends itself what it started, so only it hears of a stop; all of its group do otherwise. */
  readonly endsChildren?: boolean;
}

export interface ProgramEnd {
  /** 0 is success; 128 and more is the number of the signal that ended it. */
  readonly code: number;
  /** What it wrote to both outputs, unless it was shown. */
  readonly output: string;
}

/** Waits for the end; rejects only where the program cannot be started. */
export async function runProgram(program: Program): Promise<ProgramEnd> {
  const child = start(program);
  const stops = passStopsOn(child, program.endsChildren === true);
  const pieces: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (piece: Buffer) => pieces.push(piece));
  }
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (status, signal) => {
        resolve(status ?? 128 + (signal === null ? 0 : constants.signals[signal]));
      });
    });
    if (stops.signal !== undefined && program.endsChildren !== true) {
      // A tool was told to stop on the way; whatever would come after it is not wanted either.
      process.exit(128 + constants.signals[stops.signal]);
    }
    return { code, output: Buffer.concat(pieces).toString("utf8") };
  } finally {
    stops.end();
  }
}

function start({
  command,
  args,
  nodeFlags = [],
  env = {},
  isShown = false,
}: Program): ChildProcess {
  const isScript = /\.[cm]?[jt]s$/.test(command) || command.startsWith("node_modules/");
  const conditions = command.endsWith(".ts") ? ["--conditions=@getoperate/source"] : [];
  const output = isShown ? "inherit" : "pipe";
  return spawn(
    isScript ? process.execPath : command,
    isScript ? [...nodeFlags, ...conditions, command, ...args] : [...args],
    {
      cwd: ROOT,
      detached: true,
      stdio: ["ignore", output, output],
      env: { ...process.env, ...env },
    },
  );
}

interface PassedStops {
  /** The first one that came. */
  signal: NodeJS.Signals | undefined;
  readonly end: () => void;
}

function passStopsOn(child: ChildProcess, isAlone: boolean): PassedStops {
  const pass = (signal: NodeJS.Signals) => () => {
    stops.signal ??= signal;
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(isAlone ? child.pid : -child.pid, signal);
    }
  };
  const onInterrupt = pass("SIGINT");
  const onTerminate = pass("SIGTERM");
  const stops: PassedStops = {
    signal: undefined,
    end: () => {
      process.off("SIGINT", onInterrupt);
      process.off("SIGTERM", onTerminate);
      process.off("disconnect", onTerminate);
    },
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  process.on("disconnect", onTerminate);
  // Listening must not keep this process alive.
  process.channel?.unref();
  return stops;
}
