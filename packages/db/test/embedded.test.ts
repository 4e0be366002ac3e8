import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { EmbeddedPostgresError, startEmbeddedPostgres } from "../src/embedded.ts";

const HOLDER = fileURLToPath(new URL("fixtures/hold-embedded.ts", import.meta.url));

/** A folder in which a PostgreSQL was made and stopped: a copy of it starts much sooner. */
let madeDir: string;
let dataDir: string;
let holders: ChildProcess[];

beforeAll(async () => {
  madeDir = join(await mkdtemp(join(tmpdir(), "embedded-made-")), "data");
  const made = await startEmbeddedPostgres({ dataDir: madeDir });
  await made.stop();
});

afterAll(() => rm(join(madeDir, ".."), { recursive: true }));

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), "embedded-test-"));
  dataDir = join(folder, "data");
  holders = [];
});

afterEach(async () => {
  for (const holder of holders) {
    holder.kill("SIGKILL");
  }
  // Takes over whatever a killed holder left running, and stops it.
  if (existsSync(join(dataDir, "cluster", "postmaster.pid"))) {
    const left = await startEmbeddedPostgres({ dataDir });
    await left.stop();
  }
  await rm(join(dataDir, ".."), { recursive: true });
});

/** Fills the folder, for what does not ask how it is filled. */
async function copyMade(to = dataDir): Promise<void> {
  await cp(madeDir, to, { recursive: true });
}

interface Held {
  readonly pid: number;
  readonly url: string;
  readonly error?: string;
  readonly holder: ChildProcess;
}

/** Another process of ours that owns the folder. */
async function hold(): Promise<Held> {
  const holder = startHolder();
  const [line] = await once(createInterface(holder.stdout), "line");
  return { ...JSON.parse(String(line)), holder };
}

function startHolder() {
  const holder = spawn(process.execPath, ["--conditions=@getoperate/source", HOLDER, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  holders.push(holder);
  return holder;
}

async function killHolder(held: Held): Promise<void> {
  held.holder.kill("SIGKILL");
  await once(held.holder, "exit");
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>> {
  const client = new pg.Client(url);
  // Some tests kill the server under it; the statement reports that.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query(statement);
    return rows[0] ?? {};
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("startEmbeddedPostgres", () => {
  it("gives a durable PostgreSQL 18 with checksums, UTF-8 and no network", async () => {
    await using database = await startEmbeddedPostgres({ dataDir });
    const names = ["fsync", "synchronous_commit", "full_page_writes", "data_checksums"];
    const values = [...names, "listen_addresses", "server_encoding", "password_encryption"].map(
      (name) => `current_setting('${name}') AS ${name}`,
    );
    const row = await ask(
      database.connectionString,
      `SELECT ${values.join(", ")}, current_setting('server_version_num')::int / 10000 AS major,
        (SELECT datcollate FROM pg_database WHERE datname = current_database()) AS collation`,
    );
    expect(row).toEqual({
      fsync: "on",
      synchronous_commit: "on",
      full_page_writes: "on",
      data_checksums: "on",
      listen_addresses: "",
      server_encoding: "UTF8",
      password_encryption: "scram-sha-256",
      major: 18,
      collation: "C",
    });
  });

  it("is open to nobody but its owner, and asks even them for the password", async () => {
    await using database = await startEmbeddedPostgres({ dataDir });
    const { connection } = database;
    const modes = await Promise.all(
      [dataDir, join(dataDir, "cluster"), connection.host, join(dataDir, "password")].map(
        async (path) => (await stat(path)).mode & 0o777,
      ),
    );
    expect(modes).toEqual([0o700, 0o700, 0o700, 0o600]);
    const stranger = new pg.Client({ ...connection, password: "guess" });
    await expect(stranger.connect()).rejects.toThrow("password authentication failed");
  });

  it("keeps the data over a clean stop", async () => {
    await copyMade();
    const first = await startEmbeddedPostgres({ dataDir });
    await ask(first.connectionString, "CREATE TABLE kept AS SELECT 7 AS n");
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);
    await using second = await startEmbeddedPostgres({ dataDir });
    expect(await ask(second.connectionString, "SELECT n FROM kept")).toEqual({ n: 7 });
  });

  it("takes over the server that a killed process left", async () => {
    await copyMade();
    const held = await hold();
    await ask(held.url, "CREATE TABLE kept AS SELECT 7 AS n");
    await killHolder(held);
    expect(isAlive(held.pid)).toBe(true);
    await using database = await startEmbeddedPostgres({ dataDir });
    expect(database.pid).toBe(held.pid);
    expect(await ask(database.connectionString, "SELECT n FROM kept")).toEqual({ n: 7 });
  });

  it("starts a new server when the process and the server were both killed", async () => {
    await copyMade();
    const held = await hold();
    await ask(held.url, "CREATE TABLE kept AS SELECT 7 AS n");
    await killHolder(held);
    process.kill(held.pid, "SIGKILL");
    await using database = await startEmbeddedPostgres({ dataDir });
    expect(database.pid).not.toBe(held.pid);
    expect(await ask(database.connectionString, "SELECT n FROM kept")).toEqual({ n: 7 });
  });

  it("brings a killed server back while its owner lives", async () => {
    await copyMade();
    await using database = await startEmbeddedPostgres({ dataDir });
    const killed = database.pid;
    process.kill(killed, "SIGKILL");
    await vi.waitUntil(() => database.pid !== killed, { timeout: 10_000 });
    expect(await ask(database.connectionString, "SELECT 1 AS n")).toEqual({ n: 1 });
  });

  it("survives Ctrl-C in the terminal of its owner", async () => {
    await copyMade();
    const held = await hold();
    const { pid: group = 0 } = held.holder;
    process.kill(-group, "SIGINT");
    expect(await ask(held.url, "SELECT 1 AS n")).toEqual({ n: 1 });
    held.holder.kill("SIGTERM");
    await once(held.holder, "exit");
    expect(isAlive(held.pid)).toBe(false);
  });

  it("lets one of several processes have a new folder; the others name it and go", async () => {
    const all = await Promise.all([hold(), hold(), hold()]);
    const winners = all.filter((one) => one.error === undefined);
    expect(winners).toHaveLength(1);
    const pid = winners[0]?.holder.pid;
    for (const loser of all.filter((one) => one.error !== undefined)) {
      expect(loser.error).toContain(`is in use by process ${pid}.`);
    }
  });

  it("waits for an owner that is about to stop", async () => {
    await copyMade();
    const held = await hold();
    const next = startEmbeddedPostgres({ dataDir });
    held.holder.kill("SIGTERM");
    await using database = await next;
    expect(database.pid).not.toBe(held.pid);
  });

  it("is not stopped by a lock file whose number has come to belong to another program", async () => {
    await copyMade();
    const held = await hold();
    const lockFile = join(dataDir, "cluster", "postmaster.pid");
    const [, ...rest] = (await readFile(lockFile, "utf8")).split("\n");
    await killHolder(held);
    process.kill(held.pid, "SIGKILL");
    await writeFile(lockFile, [process.pid, ...rest].join("\n"));
    await using database = await startEmbeddedPostgres({ dataDir });
    expect(await ask(database.connectionString, "SELECT 1 AS n")).toEqual({ n: 1 });
  });

  it("begins anew when it was killed while it made the database", async () => {
    const holder = startHolder();
    const isMaking = async () => (await readdir(dataDir)).some((name) => name.startsWith("new-"));
    await vi.waitUntil(() => isMaking().catch(() => false), { timeout: 10_000, interval: 5 });
    holder.kill("SIGKILL");
    await once(holder, "exit");
    expect(await readdir(dataDir)).not.toContain("cluster");
    await using database = await startEmbeddedPostgres({ dataDir });
    expect(await ask(database.connectionString, "SELECT 1 AS n")).toEqual({ n: 1 });
    expect(await isMaking()).toBe(false);
  });

  it("puts the socket elsewhere when the folder's path is too long for one", async () => {
    const longDir = join(dataDir, "x".repeat(120));
    await copyMade(longDir);
    await using database = await startEmbeddedPostgres({ dataDir: longDir });
    expect(database.connection.host).not.toContain(longDir);
    expect((await stat(database.connection.host)).mode & 0o777).toBe(0o700);
    await using _free = {
      [Symbol.asyncDispose]: () => rm(database.connection.host, { recursive: true, force: true }),
    };
    expect(await ask(database.connectionString, "SELECT 1 AS n")).toEqual({ n: 1 });
  });

  it("says what PostgreSQL says when it cannot start", async () => {
    await copyMade();
    const wrong = startEmbeddedPostgres({ dataDir, settings: { shared_buffers: "1TB" } });
    await expect(wrong).rejects.toThrow(EmbeddedPostgresError);
    await expect(wrong).rejects.toThrow(/did not start on .*shared/su);
  });
});
