// A real PostgreSQL in the data folder. The server is a process of its own that outlives us when we are
// killed; the next start takes it over. One process of ours owns the folder at a time, keeps the server
// running, and stops it when it stops itself.

import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { findBinaries, type PostgresBinaries } from "./embedded/binaries.ts";
import {
  clusterVersion,
  createCluster,
  DATABASE_USER,
  readPassword,
} from "./embedded/create-cluster.ts";
import { type DataFolder, giveTo, openDataFolder } from "./embedded/data-folder.ts";
import { lockFolder } from "./embedded/folder-lock.ts";
import { boundLogFile } from "./embedded/log-file.ts";
import { choosePostgresUser } from "./embedded/postgres-user.ts";
import {
  ensurePostmaster,
  findPostmaster,
  type Postmaster,
  type PostmasterOptions,
  stopPostmaster,
} from "./embedded/postmaster.ts";
import { EMBEDDED_SETTINGS, type PostgresSettings } from "./embedded/settings.ts";

export { EmbeddedPostgresError } from "./embedded/embedded-error.ts";
export type { PostgresBinaries, PostgresSettings };

const DATABASE = "operate";
const WATCH_MS = 500;
/** How long a start waits for another owner of the folder to go. */
const LOCK_WAIT_MS = 5_000;

export interface EmbeddedPostgresOptions {
  /** A folder of its own; made when it is missing. */
  readonly dataDir: string;
  /** Another PostgreSQL than the one that npm brought. */
  readonly binaries?: PostgresBinaries;
  /** Settings beside or instead of the usual ones. */
  readonly settings?: PostgresSettings;
  /** Told, a sentence at a time, of what happens to the database. */
  readonly onNotice?: (sentence: string) => void;
  /** For root only: the first way to try; "namespace" unless given. */
  readonly runAs?: "namespace" | "system-user";
}

/** How to reach the database as the user who may do everything in it. */
export interface EmbeddedConnection {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface EmbeddedPostgres extends AsyncDisposable {
  readonly connection: EmbeddedConnection;
  /** The same as a URL. */
  readonly connectionString: string;
  /** Process id of the server that runs now. */
  readonly pid: number;
  /** Ends all connections, stops the server and gives the folder free. */
  stop(): Promise<void>;
}

/**
 * Starts the database of a data folder, or takes over the one that runs there already, and waits until
 * it can be used. Throws EmbeddedPostgresError when it cannot run, or another process owns the folder.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const binaries = options.binaries ?? (await findBinaries());
  const user = await choosePostgresUser(options.runAs);
  const settings = { ...EMBEDDED_SETTINGS, ...options.settings };
  const folder = await openDataFolder(options.dataDir, user);
  const lock = await lockFolder(folder.path, LOCK_WAIT_MS);
  const how: Running["how"] = { binaries, user, settings };
  try {
    const password = await prepareCluster(folder, { ...how, onNotice: options.onNotice });
    const postmaster = await ensurePostmaster(folder, how);
    const connection = toConnection(postmaster, password);
    await makeDatabase(connection);
    const watch = keepRunning({ folder, how, onNotice: options.onNotice, postmaster });
    let stopping: Promise<void> | undefined;
    const stop = async () => {
      await watch.end();
      await stopPostmaster(folder.cluster);
      await lock.release();
    };
    return {
      connection,
      connectionString: toUrl(connection),
      get pid() {
        return watch.pid;
      },
      stop: () => (stopping ??= stop()),
      [Symbol.asyncDispose]: () => (stopping ??= stop()),
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

interface Running {
  readonly folder: DataFolder;
  readonly how: PostmasterOptions;
  readonly onNotice: EmbeddedPostgresOptions["onNotice"];
  postmaster: Postmaster;
}

async function prepareCluster(
  folder: DataFolder,
  options: PostmasterOptions & Pick<Running, "onNotice">,
): Promise<string> {
  const password = await readPassword(folder);
  if ((await clusterVersion(folder)) === undefined) {
    options.onNotice?.(`Making a new database in ${folder.path}.`);
    const isDurable = options.settings["fsync"] !== "off";
    await createCluster(folder, { ...options, password, isDurable });
  } else if ((await findPostmaster(folder.cluster)) === undefined) {
    await giveTo(folder.cluster, options.user);
  }
  return password;
}

function toConnection(postmaster: Postmaster, password: string): EmbeddedConnection {
  // A server that was taken over may have its socket elsewhere than a new one would.
  const { socketFolder: host, port } = postmaster;
  return { host, port, user: DATABASE_USER, password, database: DATABASE };
}

function toUrl({ host, port, user, password, database }: EmbeddedConnection): string {
  return `postgresql://${user}:${password}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}

async function makeDatabase(connection: EmbeddedConnection): Promise<void> {
  const client = new pg.Client({ ...connection, database: "postgres" });
  await client.connect();
  try {
    const found = await client.query("SELECT FROM pg_database WHERE datname = $1", [DATABASE]);
    if (found.rowCount === 0) {
      await client.query(`CREATE DATABASE ${DATABASE}`);
    }
  } finally {
    await client.end();
  }
}

/** Starts the server again when it dies, for as long as this process wants it. */
function keepRunning(running: Running): { readonly pid: number; end(): Promise<void> } {
  const ended = new AbortController();
  const watching = watch(running, ended.signal);
  return {
    get pid() {
      return running.postmaster.pid;
    },
    async end() {
      ended.abort();
      await watching;
    },
  };
}

async function watch(running: Running, ended: AbortSignal): Promise<void> {
  const { folder, how, onNotice } = running;
  while (await isTime(WATCH_MS, ended)) {
    try {
      await boundLogFile(folder.logFile);
      if ((await findPostmaster(folder.cluster)) === undefined) {
        onNotice?.("The database died; it is started again.");
        running.postmaster = await ensurePostmaster(folder, how);
        onNotice?.("The database is back.");
      }
    } catch (error) {
      onNotice?.(`The database: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

async function isTime(ms: number, ended: AbortSignal): Promise<boolean> {
  return await sleep(ms, true, { signal: ended, ref: false }).catch(() => false);
}
