import { access, chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "@getoperate/db";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@getoperate/db/embedded";
import pg from "pg";
import type { PostgresVersion } from "./versions.ts";
import { debianBinaries } from "./versions.ts";

/** A migrated database that others are copied from. */
const TEMPLATE_DATABASE = "migrated";
const RUN_FOLDER = "getoperate-test-";

export interface ServerChoice {
  readonly version: PostgresVersion;
  readonly isDurable: boolean;
}

/** The PostgreSQL servers of one test run, each started when it is first asked for. */
export class Servers implements AsyncDisposable {
  readonly #folder: string;
  readonly #servers = new Map<string, Promise<EmbeddedPostgres>>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The URL of the server's first database, whose user may make others. */
  async connectionString(choice: ServerChoice): Promise<string> {
    const key = `${choice.version}${choice.isDurable ? "-durable" : ""}`;
    let server = this.#servers.get(key);
    if (server === undefined) {
      server = startServer(join(this.#folder, key), choice);
      this.#servers.set(key, server);
    }
    return (await server).connectionString;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers.values()) {
      await server.then((started) => started.stop()).catch(() => undefined);
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}

async function startServer(dataDir: string, choice: ServerChoice): Promise<EmbeddedPostgres> {
  const binaries = choice.version === 18 ? undefined : debianBinaries(choice.version);
  if (binaries !== undefined) {
    await access(binaries.postgres);
  }
  const server = await startEmbeddedPostgres({
    dataDir,
    ...(binaries && { binaries }),
    settings: {
      max_connections: "200",
      // Tests of logic lose nothing that matters in a power cut, and run several times faster. Whether
      // a committed row survives a crash of the server is asked with `isDurable`.
      ...(choice.isDurable
        ? {}
        : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    },
  });
  const client = new pg.Client(server.connectionString);
  await client.connect();
  await client.query(`CREATE DATABASE ${TEMPLATE_DATABASE}`);
  await client.end();
  await migrate({ ...server.connection, database: TEMPLATE_DATABASE });
  return server;
}

/** A folder for the servers of this run, named for its process. */
export async function makeRunFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${RUN_FOLDER}${process.pid}-`));
  // The servers' own folders in it are closed; PostgreSQL may have to run as another user.
  await chmod(folder, 0o711);
  return folder;
}

/** Ends what runs left behind that were killed: takes their servers over and stops them. */
export async function removeDeadRuns(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(RUN_FOLDER)
      ? Number.parseInt(name.slice(RUN_FOLDER.length), 10)
      : 0;
    if (pid === 0 || isAlive(pid)) {
      continue;
    }
    const folder = join(tmpdir(), name);
    for (const key of await readdir(folder).catch(() => [])) {
      const binaries = key.startsWith("15") ? { binaries: debianBinaries(15) } : {};
      await startEmbeddedPostgres({ dataDir: join(folder, key), ...binaries }).then(
        (server) => server.stop(),
        () => undefined,
      );
    }
    await rm(folder, { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
