// Runs one program to its end. A request to stop, or the death of bootstrap.mjs, is passed on to it.

import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";

/** The top of the repository. */
export const ROOT = new URL("..", import.meta.url).pathname;

export interface Program {
  /** A program, or the path of a script below the repository's top, which Node then runs. */
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Shows what the program writes at once, instead of handing it back. */
  readonly isShown?: boolean;
}

export interface ProgramEnd {
  /** 0 is success; 128 and more is the number of the signal that ended it. */
  readonly code: number;
  /** What it wrote to both outputs, unless it was shown. */
  readonly output: string;
}

/** Waits for the end; rejects only where the program cannot be started. */
export async function runProgram(program: Program): Promise<ProgramEnd> {
  const { command, args, env = {}, isShown = false } = program;
  const isScript = /\.[cm]?[jt]s$/.test(command) || command.startsWith("node_modules/");
  const child = spawn(
    isScript ? process.execPath : command,
    isScript ? [command, ...args] : [...args],
    {
      cwd: ROOT,
      stdio: ["ignore", isShown ? "inherit" : "pipe", isShown ? "inherit" : "pipe"],
      env: { ...process.env, ...env },
    },
  );
  const stopPassing = passStopsOn(child);
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
    return { code, output: Buffer.concat(pieces).toString("utf8") };
  } finally {
    stopPassing();
  }
}

function passStopsOn(child: ChildProcess): () => void {
  const onInterrupt = () => child.kill("SIGINT");
  const onTerminate = () => child.kill("SIGTERM");
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  process.on("disconnect", onTerminate);
  // Listening must not keep this process alive.
  process.channel?.unref();
  return () => {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onTerminate);
    process.off("disconnect", onTerminate);
  };
}
