// Packages of the system: the one that running scripts needs, and those that tests use beside it.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { runProgram } from "./run-program.ts";

/** Installs what the tests use, on Debian as root; elsewhere at least bubblewrap, or says what to do. */
export async function ensureTestPackages(): Promise<void> {
  if (isRoot() && /^ID=debian$/m.test(osRelease())) {
    await runProgram({ command: "scripts/setup-debian", args: [], isShown: true });
  } else {
    ensureBubblewrap();
  }
}

/** Installs bubblewrap where that can be done, and says so; elsewhere says what to do. */
export function ensureBubblewrap(): void {
  if (process.platform !== "linux" || isThere("bwrap")) {
    return;
  }
  if (!(isRoot() && existsSync("/etc/debian_version") && isThere("apt-get"))) {
    process.stderr.write(
      "The sandbox needs bubblewrap. Install it with your system's packages (Debian, Ubuntu: " +
        "apt-get install bubblewrap).\nWithout it nothing runs but `npm start -- " +
        "--unsafe-no-sandbox`, which lets scripts reach this machine.\n",
    );
    return;
  }
  process.stderr.write("Installing the system package bubblewrap, which the sandbox needs ...\n");
  // Package lists that are there already are mostly good enough, and are quicker.
  const fault = install() && (aptGet("update") || install());
  if (fault !== "") {
    process.stderr.write(`bubblewrap could not be installed:\n${fault}`);
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function osRelease(): string {
  return existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
}

function install(): string {
  return aptGet("install", "-y", "--no-install-recommends", "bubblewrap");
}

/** What went wrong; empty if nothing did. */
function aptGet(...args: string[]): string {
  const { status, stderr } = spawnSync("apt-get", ["-qq", ...args], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return status === 0 ? "" : stderr || `apt-get ended with ${status}\n`;
}

function isThere(program: string): boolean {
  return spawnSync(program, ["--version"], { stdio: "ignore" }).error === undefined;
}
