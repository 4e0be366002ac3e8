// The server process: find the one that runs, start one, stop it. Its lock file `postmaster.pid` is
// PostgreSQL's own; it is believed only when the process that it names is this cluster's server, for
// after a crash the number may belong to anybody.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresBinaries } from "./binaries.ts";
import { clusterVersion } from "./create-cluster.ts";
import { type DataFolder, SOCKET_LOCK_NAME } from "./data-folder.ts";
import { EmbeddedPostgresError } from "./embedded-error.ts";
import { openLogFile, readLogEnd } from "./log-file.ts";
import { endOrphans } from "./orphans.ts";
import { asPostgresUser, type PostgresUser } from "./postgres-user.ts";
import { commandOf } from "./process-identity.ts";
import { type PostgresSettings, toArguments } from "./settings.ts";

const POLL_MS = 10;
/** Recovery after a crash reads up to a gigabyte of log. */
const READY_TIMEOUT_MS = 300_000;
/** How long children of a killed server may need to notice and go. */
const ORPHANS_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 30_000;
/** No process ever has this number. */
const DEAD_PID = 2_147_483_646;

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketFolder: string;
  readonly state: "starting" | "ready" | "stopping";
}

export interface PostmasterOptions {
  readonly binaries: PostgresBinaries;
  readonly user: PostgresUser;
  readonly settings: PostgresSettings;
}

/** The server that runs on this cluster now, whoever started it. */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const found = await readPidFile(cluster);
  return found && (await isServerOf(cluster, found.pid)) ? found : undefined;
}

async function readPidFile(cluster: string): Promise<Postmaster | undefined> {
  const text = await readFile(join(cluster, "postmaster.pid"), "utf8").catch(() => "");
  const [pid, , , port, socketFolder, , , state] = text.split("\n").map((line) => line.trim());
  if (!pid) {
    return undefined;
  }
  const isKnown = state === "ready" || state === "stopping";
  return {
    pid: Number(pid),
    port: Number(port),
    socketFolder: socketFolder ?? "",
    state: isKnown ? state : "starting",
  };
}

async function isServerOf(cluster: string, pid: number): Promise<boolean> {
  return (await commandOf(pid)).includes(` -D ${cluster} `);
}

/** Takes over the server that runs, or starts one, and waits until it takes connections. */
export async function ensurePostmaster(
  folder: DataFolder,
  options: PostmasterOptions,
): Promise<Postmaster> {
  const running = await findPostmaster(folder.cluster);
  if (running?.state === "stopping") {
    await waitUntilGone(folder.cluster, running.pid, STOP_TIMEOUT_MS);
  } else if (running !== undefined) {
    const adopted = await waitUntilReady(folder.cluster, running.pid);
    if (adopted !== undefined) {
      return adopted;
    }
  }
  const deadline = performance.now() + ORPHANS_TIMEOUT_MS;
  for (;;) {
    await disownLockFiles(folder);
    const attempt = await startOnce(folder, options);
    if ("pid" in attempt) {
      return attempt;
    }
    // Children of a killed server still have its memory; PostgreSQL rightly refuses until they end.
    const isOccupied = attempt.log.includes("pre-existing shared memory block");
    if (!isOccupied || performance.now() > deadline) {
      throw new EmbeddedPostgresError(
        `PostgreSQL did not start on ${folder.cluster}, which version ${await clusterVersion(folder)} wrote. It says: ${attempt.log}`,
      );
    }
    await endOrphans(folder.cluster);
    await sleep(50);
  }
}

/**
 * After a crash the number in PostgreSQL's lock files may live again as another program, and then it
 * would refuse to start for ever; the caller knows that no server of this cluster runs. The cluster's own
 * file stays, for its other lines guard against what an old server left in memory.
 */
async function disownLockFiles(folder: DataFolder): Promise<void> {
  await rm(join(folder.socketFolder, SOCKET_LOCK_NAME), { force: true });
  const path = join(folder.cluster, "postmaster.pid");
  const text = await readFile(path, "utf8").catch(() => "");
  if (text !== "") {
    const [, ...rest] = text.split("\n");
    await writeFile(path, [DEAD_PID, ...rest].join("\n"));
  }
}

async function startOnce(
  folder: DataFolder,
  options: PostmasterOptions,
): Promise<Postmaster | { readonly log: string }> {
  const log = await openLogFile(folder.logFile);
  const logStart = (await log.stat()).size;
  const program = asPostgresUser(options.user, [
    options.binaries.postgres,
    "-D",
    folder.cluster,
    ...toArguments({
      ...options.settings,
      unix_socket_directories: `"${folder.socketFolder.replaceAll('"', '""')}"`,
    }),
  ]);
  // A session of its own: Ctrl-C in our terminal is for us, and we stop it when we are done.
  const child = spawn(program.file, program.args, {
    ...program.options,
    cwd: folder.cluster,
    detached: true,
    stdio: ["ignore", log.fd, log.fd],
  });
  child.unref();
  const failure = await once(child, "spawn").then(
    () => undefined,
    (error: unknown) => ({ log: String(error) }),
  );
  await log.close();
  const ready = child.pid && (await waitUntilReady(folder.cluster, child.pid));
  return ready || (failure ?? { log: await readLogEnd(folder.logFile, logStart) });
}

/** Undefined when the process ends before. */
async function waitUntilReady(cluster: string, pid: number): Promise<Postmaster | undefined> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (await isServerOf(cluster, pid)) {
    const found = await readPidFile(cluster);
    if (found?.pid === pid && found.state === "ready") {
      return found;
    }
    if (performance.now() > deadline) {
      throw new EmbeddedPostgresError(
        `The database (process ${pid}) is not ready after ${READY_TIMEOUT_MS / 1000} s.`,
      );
    }
    await sleep(POLL_MS);
  }
  return undefined;
}

/** Ends all connections and stops; at worst like a crash, which the next start repairs. */
export async function stopPostmaster(cluster: string): Promise<void> {
  const running = await findPostmaster(cluster);
  if (running === undefined) {
    return;
  }
  // SIGINT is what `pg_ctl stop -m fast` sends, SIGQUIT what `-m immediate` does.
  process.kill(running.pid, "SIGINT");
  if (await waitUntilGone(cluster, running.pid, STOP_TIMEOUT_MS)) {
    return;
  }
  process.kill(running.pid, "SIGQUIT");
  if (!(await waitUntilGone(cluster, running.pid, STOP_TIMEOUT_MS))) {
    throw new EmbeddedPostgresError(`The database (process ${running.pid}) does not stop.`);
  }
}

async function waitUntilGone(cluster: string, pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (await isServerOf(cluster, pid)) {
    if (performance.now() > deadline) {
      return false;
    }
    await sleep(POLL_MS);
  }
  return true;
}
