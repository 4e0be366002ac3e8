// Packages of the system: those that running scripts needs, and those that tests use beside them.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { runProgram } from "./run-program.ts";

/** Installs what the tests use, on Debian as root; elsewhere at least the sandbox's, or says what to do. */
export async function ensureTestPackages(): Promise<void> {
  if (isRoot() && /^ID=debian$/m.test(osRelease())) {
    await runProgram({ command: "scripts/setup-debian", args: [], isShown: true });
  } else {
    ensureSandboxPackages();
  }
}

/** What the sandbox and its network are made with: programs, and the packages that have them. */
const SANDBOX_PACKAGES: Readonly<Record<string, string>> = {
  bwrap: "bubblewrap",
  slirp4netns: "slirp4netns",
  nft: "nftables",
};

/** Installs what the sandbox needs where that can be done, and says so; elsewhere says what to do. */
export function ensureSandboxPackages(): void {
  const missing = Object.keys(SANDBOX_PACKAGES).filter((program) => !isThere(program));
  const packages = missing.map((program) => SANDBOX_PACKAGES[program] ?? program);
  if (process.platform !== "linux" || packages.length === 0) {
    return;
  }
  const names = packages.join(" ");
  if (!(isRoot() && existsSync("/etc/debian_version") && isThere("apt-get"))) {
    process.stderr.write(
      `The sandbox needs ${names}. Install with your system's packages (Debian, Ubuntu: ` +
        `apt-get install ${names}).\nWithout bubblewrap nothing runs but \`npm start -- ` +
        "--unsafe-no-sandbox`, which lets scripts reach this machine; without the others scripts " +
        "have no network.\n",
    );
    return;
  }
  process.stderr.write(`Installing system packages that the sandbox needs: ${names} ...\n`);
  // Package lists that are there already are mostly good enough, and are quicker.
  const fault = install(packages) && (aptGet("update") || install(packages));
  if (fault !== "") {
    process.stderr.write(`They could not be installed:\n${fault}`);
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function osRelease(): string {
  return existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
}

function install(packages: readonly string[]): string {
  return aptGet("install", "-y", "--no-install-recommends", ...packages);
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
  // Users often have no path to what administrators use.
  const env = { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` };
  return spawnSync(program, ["--version"], { stdio: "ignore", env }).error === undefined;
}
