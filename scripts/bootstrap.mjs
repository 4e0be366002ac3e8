// node scripts/bootstrap.mjs <command> [arguments]: installs what is missing, then runs
// scripts/<command>.ts under the pinned Node. Plain JavaScript, since an older Node with nothing
// installed must be able to run it.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** The oldest Node that runs without the pinned one. */
const OLDEST = [22, 12];
/** From here on Node strips types without being asked. */
const STRIPS_TYPES = [22, 18];

/** npm passes a Ctrl-C on that the terminal sent to everyone already; the second one is dropped. */
const SAME_SIGNAL_MS = 500;

class Unusable extends Error {}

/** Whether node_modules has what the lock file wants, whoever installed it. */
function isInstalled() {
  const wanted = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages;
  let found;
  try {
    const file = join(ROOT, "node_modules", ".package-lock.json");
    found = JSON.parse(readFileSync(file, "utf8")).packages;
  } catch {
    return false;
  }
  return Object.entries(wanted).every(([path, entry]) => {
    const there = found[path];
    if (path === "" || (there === undefined && entry.optional)) {
      return true;
    }
    return there?.version === entry.version && there?.link === entry.link;
  });
}

function install() {
  process.stderr.write("Installing dependencies (npm ci), once; this takes a minute or two ...\n");
  const args = "ci --include=dev --include=optional --no-audit --no-fund --loglevel=error".split(
    " ",
  );
  // Under `npm start` the very npm that runs; otherwise the one on the PATH.
  const npm = process.env.npm_execpath;
  const [program, ...before] = npm?.endsWith("npm-cli.js") ? [process.execPath, npm] : ["npm"];
  const { status, error } = spawnSync(program, [...before, ...args], {
    cwd: ROOT,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) {
    const reason = error === undefined ? `npm ci ended with ${status}` : error.message;
    throw new Unusable(`The dependencies could not be installed: ${reason}.`);
  }
}

function isAtLeast(version, [major, minor]) {
  const [haveMajor, haveMinor] = version.split(".").map(Number);
  return haveMajor > major || (haveMajor === major && haveMinor >= minor);
}

/** The pinned Node that npm installed for this machine, else the running one if it is new enough. */
function findNode() {
  const { platform, arch, versions, execPath } = process;
  const path = join(ROOT, "node_modules", `node-${platform}-${arch}`, "bin", "node");
  if (existsSync(path) && spawnSync(path, ["--version"]).status === 0) {
    return { path, flags: [] };
  }
  if (!isAtLeast(versions.node, OLDEST)) {
    throw new Unusable(
      `No Node comes with getOperate for ${platform} on ${arch}, and the one here is ` +
        `${versions.node}. Install Node.js ${OLDEST.join(".")} or newer.`,
    );
  }
  const flags = isAtLeast(versions.node, STRIPS_TYPES)
    ? []
    : ["--experimental-strip-types", "--disable-warning=ExperimentalWarning"];
  return { path: execPath, flags };
}

/** Lets git run .githooks, unless whoever works here chose hooks of their own. */
function setGitHooks() {
  const git = (...args) => spawnSync("git", args, { cwd: ROOT, encoding: "utf8" });
  if (existsSync(join(ROOT, ".git")) && git("config", "--get", "core.hooksPath").status === 1) {
    git("config", "core.hooksPath", ".githooks");
  }
}

/** Runs the command in a process group of its own, so that it hears of a Ctrl-C from here only. */
function run(node, command, args) {
  const conditions = "--conditions=@getoperate/source";
  const script = join(ROOT, "scripts", `${command}.ts`);
  const paths = [dirname(node.path), join(ROOT, "node_modules", ".bin"), process.env.PATH];
  const child = spawn(node.path, [...node.flags, conditions, script, ...args], {
    cwd: ROOT,
    detached: true,
    // The channel closes when this process dies in whatever way; then the command ends as well.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...process.env, PATH: paths.join(delimiter), TURBO_TELEMETRY_DISABLED: "1" },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    let passedAt = 0;
    process.on(signal, () => {
      if (Date.now() - passedAt >= SAME_SIGNAL_MS) {
        passedAt = Date.now();
        child.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
      }
    });
  }
  stopWithNpm(child);
  child.on("error", (error) => fail(error));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal];
  });
}

/** A killed npm can pass nothing on: its parent's death is noticed here instead. */
function stopWithNpm(child) {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== undefined) {
    const timer = setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 1000);
    timer.unref();
  }
}

function fail(error) {
  process.stderr.write(`${error instanceof Unusable ? error.message : error.stack}\n`);
  process.exitCode = 1;
}

try {
  const [command = "", ...args] = process.argv.slice(2);
  if (!/^[a-z-]+$/.test(command) || !existsSync(join(ROOT, "scripts", `${command}.ts`))) {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const commands = Object.keys(scripts).join(", ");
    throw new Unusable(`There is no command "${command}". There are: ${commands}.`);
  }
  if (!isInstalled()) {
    install();
  }
  setGitHooks();
  run(findNode(), command, args);
} catch (error) {
  fail(error);
}
