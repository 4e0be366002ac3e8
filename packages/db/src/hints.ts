import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Database } from "./connect.ts";

/** Called with the payload of a notification. */
export type HintListener = (payload: string) => void;

/** Most bytes of a notification's payload that we send; PostgreSQL takes 8,000. */
const MAX_PAYLOAD = 7_000;

/** Shortest time between two notifications on a channel, milliseconds. */
const COALESCE_MS = 5;

const RECONNECT_MS = 1_000;

/** Longest time that a notification takes, milliseconds. */
const STATEMENT_MS = 5_000;

/** Longest wait for a server to close a connection, milliseconds. */
const END_MS = 1_000;

/**
 * News between processes by LISTEN and NOTIFY, on connections of their own and after the commit.
 *
 * Only a hint: it may be lost, doubled or switched off, and everybody who listens also polls.
 * Entries for one channel are joined by commas, so many cost one statement.
 */
export class Hints implements AsyncDisposable {
  readonly #db: Database;
  readonly #listeners = new Map<string, HintListener>();
  readonly #pending = new Map<string, Set<string>>();
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #flushing = false;
  #closed = false;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Starts to listen; comes back by itself after a lost connection. */
  async start(listeners: Readonly<Record<string, HintListener>>): Promise<void> {
    for (const [channel, listener] of Object.entries(listeners)) {
      this.#listeners.set(channel, listener);
    }
    await this.#connect();
  }

  /** Tells all listeners of a channel, soon. */
  send(channel: string, entry: string): void {
    const entries = this.#pending.get(channel) ?? new Set();
    entries.add(entry);
    this.#pending.set(channel, entries);
    this.#timer ??= setTimeout(() => void this.#flush(), COALESCE_MS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    const ended = this.#client?.end().catch(() => undefined);
    await Promise.race([ended, sleep(END_MS, undefined, { ref: false })]);
  }

  async #connect(): Promise<void> {
    const client = this.#closed
      ? undefined
      : await this.#db.dedicatedClient(STATEMENT_MS).catch(() => undefined);
    if (client === undefined) {
      this.#reconnectLater();
      return;
    }
    client.once("end", () => {
      this.#client = undefined;
      this.#reconnectLater();
    });
    try {
      const { rows } = await client.query<{ own: number }>("select pg_backend_pid() as own");
      client.on("notification", ({ channel, payload, processId }) => {
        // What this process sent, it knows.
        if (processId !== rows[0]?.own) {
          this.#listeners.get(channel)?.(payload ?? "");
        }
      });
      for (const channel of this.#listeners.keys()) {
        await client.query(`listen ${client.escapeIdentifier(channel)}`);
      }
      this.#client = client;
    } catch {
      endLater(client);
    }
  }

  #reconnectLater(): void {
    // Their readers have polled by then.
    this.#pending.clear();
    if (!this.#closed) {
      setTimeout(() => void this.#connect(), RECONNECT_MS).unref();
    }
  }

  async #flush(): Promise<void> {
    this.#timer = undefined;
    const client = this.#client;
    if (this.#flushing || client === undefined) {
      return;
    }
    this.#flushing = true;
    try {
      for (const [channel, entries] of this.#pending) {
        this.#pending.delete(channel);
        for (const payload of payloadsOf(entries)) {
          await client.query("select pg_notify($1, $2)", [channel, payload]);
        }
      }
    } catch {
      // A lost hint costs its readers one poll.
      endLater(client);
    } finally {
      this.#flushing = false;
      if (this.#pending.size > 0 && !this.#closed) {
        this.#timer ??= setTimeout(() => void this.#flush(), COALESCE_MS);
      }
    }
  }
}

/** Ends a connection that does not answer; its "end" says when it is gone. */
function endLater(client: pg.Client): void {
  client.end().catch(() => undefined);
}

function payloadsOf(entries: ReadonlySet<string>): string[] {
  const payloads: string[] = [];
  let payload = "";
  for (const entry of entries) {
    if (payload !== "" && payload.length + entry.length >= MAX_PAYLOAD) {
      payloads.push(payload);
      payload = "";
    }
    payload = payload === "" ? entry : `${payload},${entry}`;
  }
  payloads.push(payload);
  return payloads;
}
