import { createHash } from "node:crypto";
import { chmod, chown, lstat, mkdir, readdir, realpath, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { EmbeddedPostgresError } from "./embedded-error.ts";
import type { PostgresUser } from "./postgres-user.ts";

/** Bytes of a Unix socket's path, its end included, on the smallest of the supported systems. */
const SOCKET_PATH_LIMIT = 103;
/** PostgreSQL's lock beside its socket, which has the longest name there. */
export const SOCKET_LOCK_NAME = ".s.PGSQL.5432.lock";

/** Where everything of one database lies. */
export interface DataFolder {
  readonly path: string;
  /** PostgreSQL's own folder, PGDATA. */
  readonly cluster: string;
  readonly socketFolder: string;
  readonly passwordFile: string;
  readonly logFile: string;
}

/** Makes the folder, closed to everybody else, and the one for the socket. */
export async function openDataFolder(path: string, user: PostgresUser): Promise<DataFolder> {
  await mkdir(dirname(path), { recursive: true });
  await mkdir(path, { recursive: true, mode: 0o700 });
  const real = await realpath(path);
  if (user.systemUser !== undefined) {
    await requireReachable(real, user.systemUser.name);
  }
  // Another user may walk through to its own folders, and read nothing on the way.
  await chmod(real, user.systemUser === undefined ? 0o700 : 0o711);
  return {
    path: real,
    cluster: join(real, "cluster"),
    socketFolder: await makeSocketFolder(real, user),
    passwordFile: join(real, "password"),
    logFile: join(real, "postgres.log"),
  };
}

async function requireReachable(path: string, userName: string): Promise<void> {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const { mode } = await stat(folder);
    if ((mode & 0o001) === 0) {
      throw new EmbeddedPostgresError(
        `PostgreSQL has to run as the user ${userName} here, who cannot enter ${folder}. Choose a data folder outside of it (OPERATE_DATA), start as another user than root, or set DATABASE_URL.`,
      );
    }
  }
}

/** Beside the data where the path is short enough, else a private folder under a name made from it. */
async function makeSocketFolder(dataFolder: string, user: PostgresUser): Promise<string> {
  const beside = join(dataFolder, "socket");
  const hash = createHash("sha256").update(dataFolder).digest("hex").slice(0, 16);
  const isShort = Buffer.byteLength(join(beside, SOCKET_LOCK_NAME)) < SOCKET_PATH_LIMIT;
  const folder = isShort ? beside : join(tmpdir(), `getoperate-${hash}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const found = await lstat(folder);
  const owners = [process.getuid?.(), user.systemUser?.uid];
  // In a shared folder somebody else may have been there first.
  if (!(isShort || (found.isDirectory() && owners.includes(found.uid)))) {
    throw new EmbeddedPostgresError(
      `${folder} is needed for the database's socket and belongs to somebody else. Remove it, or set TMPDIR to a folder of your own.`,
    );
  }
  await chmod(folder, 0o700);
  await giveTo(folder, user);
  return folder;
}

/** Gives a folder and all in it to the user that PostgreSQL runs as, if it is not theirs yet. */
export async function giveTo(folder: string, user: PostgresUser): Promise<void> {
  const uid = user.systemUser?.uid ?? process.getuid?.();
  const gid = user.systemUser?.gid ?? process.getgid?.();
  if (uid === undefined || gid === undefined || (await stat(folder)).uid === uid) {
    return;
  }
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((found) => !found.isSymbolicLink())) {
    await chown(join(entry.parentPath, entry.name), uid, gid);
  }
  // Last, so that a start that was cut off here begins again.
  await chown(folder, uid, gid);
}
