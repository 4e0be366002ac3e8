import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chown,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { PostgresBinaries } from "./binaries.ts";
import type { DataFolder } from "./data-folder.ts";
import { EmbeddedPostgresError } from "./embedded-error.ts";
import { hasErrorCode } from "./error-code.ts";
import { asPostgresUser, type PostgresUser } from "./postgres-user.ts";

const run = promisify(execFile);

/** The database's own user, who may do everything in it. */
export const DATABASE_USER = "operate";
const STAGING = "new-cluster-";

/** Returns the password of the data folder's database user; the first call makes it. */
export async function readPassword(folder: DataFolder): Promise<string> {
  try {
    return (await readFile(folder.passwordFile, "utf8")).trim();
  } catch (error) {
    if (!hasErrorCode(error, "ENOENT")) {
      throw error;
    }
  }
  if (await clusterVersion(folder)) {
    throw new EmbeddedPostgresError(
      `${folder.passwordFile} is gone, and with it the password of the database beside it. Put the file back from a copy.`,
    );
  }
  const password = randomBytes(24).toString("base64url");
  const temporary = `${folder.passwordFile}.new`;
  await rm(temporary, { force: true });
  await writeFile(temporary, `${password}\n`, { mode: 0o600, flush: true });
  await rename(temporary, folder.passwordFile);
  return password;
}

/** Major version of PostgreSQL that wrote the cluster; undefined before there is one. */
export async function clusterVersion(folder: DataFolder): Promise<string | undefined> {
  try {
    return (await readFile(join(folder.cluster, "PG_VERSION"), "utf8")).trim();
  } catch (error) {
    if (hasErrorCode(error, "ENOENT")) {
      return undefined;
    }
    throw error;
  }
}

/**
 * Makes the cluster in a folder beside and moves it into place when it is whole: a kill in between
 * leaves only that folder, which the next start removes. The caller holds the data folder's lock.
 */
export async function createCluster(
  folder: DataFolder,
  how: { binaries: PostgresBinaries; user: PostgresUser; password: string; isDurable: boolean },
): Promise<void> {
  for (const name of await readdir(folder.path)) {
    if (name.startsWith(STAGING)) {
      await rm(join(folder.path, name), { recursive: true });
    }
  }
  const staging = await mkdtemp(join(folder.path, STAGING));
  const passwordFile = join(staging, "password");
  await writeFile(passwordFile, `${how.password}\n`, { mode: 0o600 });
  await mkdir(join(staging, "cluster"), { mode: 0o700 });
  const { systemUser } = how.user;
  if (systemUser !== undefined) {
    for (const path of [staging, passwordFile, join(staging, "cluster")]) {
      await chown(path, systemUser.uid, systemUser.gid);
    }
  }
  await initialize(join(staging, "cluster"), { ...how, passwordFile });
  await rename(join(staging, "cluster"), folder.cluster);
  await syncFolder(folder.path);
  await rm(staging, { recursive: true });
}

async function initialize(
  cluster: string,
  how: { binaries: PostgresBinaries; user: PostgresUser; passwordFile: string; isDurable: boolean },
): Promise<void> {
  const { file, args, options } = asPostgresUser(how.user, [
    how.binaries.initdb,
    `--pgdata=${cluster}`,
    `--username=${DATABASE_USER}`,
    `--pwfile=${how.passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--data-checksums",
    ...(how.isDurable ? [] : ["--no-sync"]),
  ]);
  try {
    await run(file, args, { ...options, cwd: cluster });
  } catch (cause) {
    const stderr = cause instanceof Error && "stderr" in cause ? String(cause.stderr).trim() : "";
    throw new EmbeddedPostgresError(`The database could not be made: ${stderr || String(cause)}`, {
      cause,
    });
  }
}

/** The new name is on the disk too. */
async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
