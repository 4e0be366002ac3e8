import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { connect, type Database } from "@getoperate/db";

/** The database that a server started for itself, for those who may read its data folder. */
export interface OwnDatabase {
  /** Process id of PostgreSQL's first process. */
  readonly pid: number;
  /** The URL of one of its databases. */
  connectionString(name: string): string;
}

/** The name of the server's own database. */
export const SERVER_DATABASE = "operate";

/** Finds it where the server's documentation says that it lies. */
export async function findOwnDatabase(dataFolder: string): Promise<OwnDatabase> {
  const password = (await readFile(join(dataFolder, "password"), "utf8")).trim();
  const lines = (await readFile(join(dataFolder, "cluster", "postmaster.pid"), "utf8")).split("\n");
  const [pid = "", , , port = "", socketFolder = ""] = lines;
  const host = encodeURIComponent(socketFolder);
  return {
    pid: Number(pid),
    connectionString: (name) =>
      `postgresql://operate:${password}@localhost:${port}/${name}?host=${host}`,
  };
}

/** Opens a database for the bench's own questions. */
export function openDatabase(connectionString: string): Database {
  return connect(
    { connectionString },
    { applicationName: "bench", maxConnections: 2, onIdleError: () => undefined },
  );
}
