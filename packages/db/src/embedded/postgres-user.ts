// PostgreSQL refuses to run as root. Where we are root, its programs run in a user namespace in which
// we have another number, so that every folder that we reach is reached by them too; where namespaces
// are forbidden (most containers), they run as a user of the system and the folder has to be open to it.

import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { EmbeddedPostgresError } from "./embedded-error.ts";

const run = promisify(execFile);

const UNSHARE = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"] as const;
const SYSTEM_USERS = ["postgres", "nobody"];
/** All that PostgreSQL's programs see of our environment: they need none of its secrets. */
const ENVIRONMENT = { PATH: "/usr/local/bin:/usr/bin:/bin", LC_ALL: "C" };

/** How PostgreSQL's programs are started, and to whom their files belong. */
export interface PostgresUser {
  /** Put before the program and its arguments. */
  readonly prefix: readonly string[];
  /** Another user of this system, when the programs run as one. */
  readonly systemUser?: { readonly name: string; readonly uid: number; readonly gid: number };
}

/** The user that PostgreSQL runs as here; `preferred` leaves out the ways before it. */
export async function choosePostgresUser(
  preferred: "namespace" | "system-user" = "namespace",
): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) {
    return { prefix: [] };
  }
  if (preferred === "namespace" && (await canUnshare())) {
    return { prefix: UNSHARE };
  }
  for (const name of SYSTEM_USERS) {
    const ids = await idsOf(name);
    if (ids !== undefined) {
      return { prefix: [], systemUser: { name, ...ids } };
    }
  }
  throw new EmbeddedPostgresError(
    "PostgreSQL does not run as root, and here is neither a user namespace nor a user named postgres or nobody to run it as. Start as another user, or set DATABASE_URL.",
  );
}

async function canUnshare(): Promise<boolean> {
  const [file, ...args] = UNSHARE;
  return await run(file, [...args, "true"], { env: ENVIRONMENT }).then(
    () => true,
    () => false,
  );
}

async function idsOf(name: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** How to spawn a program as that user. */
export function asPostgresUser(user: PostgresUser, program: readonly [string, ...string[]]) {
  const [file = program[0], ...args] = [...user.prefix, ...program];
  const { systemUser } = user;
  const ids = systemUser && { uid: systemUser.uid, gid: systemUser.gid };
  return { file, args, options: { ...ids, env: ENVIRONMENT } };
}
