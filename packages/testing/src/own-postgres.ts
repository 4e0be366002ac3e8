import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@getoperate/db/embedded";
import pg from "pg";

/** A durable PostgreSQL of its own, which may be taken away and brought back at the same address. */
export interface OwnPostgres extends AsyncDisposable {
  readonly connectionString: string;
  /** Runs a statement on a connection of its own. */
  query(text: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Ends all connections and stops it. */
  stop(): Promise<void>;
  /** Ends all its processes at once, as a crash does; it stays away. */
  crash(): Promise<void>;
  /** Brings it back after a stop or a crash. */
  start(): Promise<void>;
  /** Lets all its processes stand still, as if the network lost every packet. */
  freeze(): Promise<void>;
  thaw(): void;
}

export type Row = Readonly<Record<string, unknown>>;

/** Starts it in a folder of its own, which goes when it is disposed of. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const folder = await mkdtemp(join(tmpdir(), "operate-postgres-"));
  const dataDir = join(folder, "data");
  let running: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir });
  const { connectionString } = running;
  let frozen: readonly number[] = [];
  const thaw = () => {
    sendSignal(frozen, "SIGCONT");
    frozen = [];
  };
  return {
    connectionString,
    async query(text, values = []) {
      await using client = await connected(connectionString);
      return await client.query(text, values);
    },
    stop: () => running.stop(),
    async crash() {
      sendSignal(await standingStill(running.pid), "SIGKILL");
      // Whoever watches over it would start it again.
      await running.stop();
    },
    async start() {
      running = await startEmbeddedPostgres({ dataDir });
    },
    async freeze() {
      frozen = await standingStill(running.pid);
    },
    thaw,
    async [Symbol.asyncDispose]() {
      thaw();
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function connected(connectionString: string) {
  const client = new pg.Client({ connectionString, application_name: "test" });
  // The statement under way reports the same.
  client.on("error", () => undefined);
  await client.connect();
  return {
    async query(text: string, values: readonly unknown[]): Promise<Row[]> {
      return (await client.query(text, [...values])).rows;
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
}

/** Stops its first process, which starts all others, and then those. */
async function standingStill(postmaster: number): Promise<readonly number[]> {
  sendSignal([postmaster], "SIGSTOP");
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(pids.map(parentOf));
  const children = pids.filter((_pid, index) => parents[index] === postmaster);
  sendSignal(children, "SIGSTOP");
  return [postmaster, ...children];
}

async function parentOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  return Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1]);
}

function sendSignal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It went by itself in the meantime.
    }
  }
}
