import type pg from "pg";
import type { Database } from "./connect.ts";

/** Called with the payload of a notification. */
export type HintListener = (payload: string) => void;

/** Most bytes of a notification's payload that we send; PostgreSQL takes 8,000. */
const MAX_PAYLOAD = 7_000;

/** Shortest time between two notifications on a channel, milliseconds. */
const COALESCE_MS = 5;

const RECONNECT_MS = 1_000;

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
    await this.#client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    if (this.#closed) {
      return;
    }
    try {
      const client = await this.#db.dedicatedClient();
      const { rows } = await client.query<{ own: number }>("select pg_backend_pid() as own");
      client.on("notification", ({ channel, payload, processId }) => {
        // What this process sent, it knows.
        if (processId !== rows[0]?.own) {
          this.#listeners.get(channel)?.(payload ?? "");
        }
      });
      client.once("end", () => this.#reconnectLater());
      for (const channel of this.#listeners.keys()) {
        await client.query(`listen ${client.escapeIdentifier(channel)}`);
      }
      this.#client = client;
    } catch {
      this.#reconnectLater();
    }
  }

  #reconnectLater(): void {
    this.#client = undefined;
    if (!this.#closed) {
      setTimeout(() => void this.#connect(), RECONNECT_MS).unref();
    }
  }

  async #flush(): Promise<void> {
    this.#timer = undefined;
    if (this.#flushing || this.#client === undefined) {
      return;
    }
    this.#flushing = true;
    try {
      for (const [channel, entries] of this.#pending) {
        this.#pending.delete(channel);
        for (const payload of payloadsOf(entries)) {
          await this.#client.query("select pg_notify($1, $2)", [channel, payload]);
        }
      }
    } catch {
      // A lost hint costs its readers one poll.
    } finally {
      this.#flushing = false;
      if (this.#pending.size > 0 && !this.#closed) {
        this.#timer ??= setTimeout(() => void this.#flush(), COALESCE_MS);
      }
    }
  }
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
