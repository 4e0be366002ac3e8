// A server started by the command that a person types, in a shell of its own, until its Ctrl-C.

import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { ROOT } from "../run-program.ts";

/** How long processes may take to be gone from the table after their parent. */
const GONE_WITHIN_MS = 2000;

export interface Interrupted {
  readonly code: number | null;
  /** Process ids that outlived the command. */
  readonly left: readonly number[];
}

export interface Start {
  readonly url: string;
  readonly greeting: string;
  /** What a Ctrl-C in a terminal does: every process of the command's group hears of it. */
  readonly interrupt: () => Promise<Interrupted>;
}

/** Waits for the greeting; rejects with all output if the command ends before. */
export async function startServer(command: string, dataFolder: string): Promise<Start> {
  // In a terminal the command has a process group of its own, without the shell.
  const shell = spawn("sh", ["-c", `exec ${command}`], {
    cwd: ROOT,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...SETTINGS, OPERATE_DATA: `${dataFolder}/data` },
  });
  const ended = once(shell, "exit");
  let output = "";
  const greeting = await new Promise<string>((resolve, reject) => {
    const onData = (piece: Buffer) => {
      output += piece.toString();
      if (/^ {2}curl .*limit=5"\n/m.test(output)) {
        resolve(output);
      }
    };
    shell.stdout.on("data", onData);
    shell.stderr.on("data", onData);
    shell.on("exit", () => reject(new Error(`${command} ended early:\n${output}`)));
  });
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(greeting)?.[0] ?? "";
  return {
    url,
    greeting,
    interrupt: async () => {
      const started = await descendants(shell.pid ?? 0);
      if (shell.exitCode === null && shell.signalCode === null) {
        process.kill(-(shell.pid ?? 0), "SIGINT");
      }
      await ended;
      return { code: shell.exitCode, left: await stillThere(started) };
    },
  };
}

const SETTINGS = {
  OPERATE_PORT: "0",
  // Neither of these may come from whoever runs the tests.
  DATABASE_URL: "",
  OPERATE_ADMIN_TOKEN: "",
  // A start sets git's hooks where none are chosen; a test leaves the checkout as it is.
  GIT_CONFIG_COUNT: "1",
  GIT_CONFIG_KEY_0: "core.hooksPath",
  GIT_CONFIG_VALUE_0: ".githooks",
};

async function descendants(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
  const rows = stdout
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    rows.filter(([, ppid]) => ppid === parent).flatMap(([child = 0]) => [child, ...below(child)]);
  return [pid, ...below(pid)];
}

async function stillThere(pids: readonly number[]): Promise<number[]> {
  const deadline = Date.now() + GONE_WITHIN_MS;
  let left = pids.filter(isAlive);
  while (left.length > 0 && Date.now() < deadline) {
    await sleep(50);
    left = left.filter(isAlive);
  }
  return left;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
