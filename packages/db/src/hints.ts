import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { Database } from "./connect.ts";
import { HintPeers, PRESENCE_MS } from "./hint-peers.ts";

/** Called with the payload of a notification. */
export type HintListener = (payload: string) => void;

/** Most bytes of a notification's payload that we send; PostgreSQL takes 8,000. */
const MAX_PAYLOAD = 7_000;

/** Shortest time between two notifications on a channel, milliseconds. */
const COALESCE_MS = 5;

/** Where processes say that they listen. */
const PEERS_CHANNEL = "getoperate_peers";

/** Known by name, so that it is planned once a connection. */
const NOTIFY = { name: "notify", text: "select pg_notify($1, $2)" };

const RECONNECT_MS = 1_000;

/** Longest time that a notification takes, milliseconds. */
const STATEMENT_MS = 5_000;

/** Longest wait for a server to close a connection, milliseconds. */
const END_MS = 1_000;

/**
 * News between processes by LISTEN and NOTIFY, on connections of their own and after the commit.
 *
 * Only a hint: it may be lost, doubled or switched off, and everybody who listens also polls.
 * Entries for one channel are joined by commas, so many cost one statement; nothing is sent while
 * nobody else listens.
 */
export class Hints implements AsyncDisposable {
  readonly #db: Database;
  readonly #listeners = new Map<string, HintListener>();
  readonly #pending = new Map<string, Set<string>>();
  readonly #peers = new HintPeers(randomUUID());
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #presenceTimer: NodeJS.Timeout | undefined;
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
    this.#listeners.set(PEERS_CHANNEL, (text) => this.#hearOfPeers(text));
    const stillHere = () => this.#push(PEERS_CHANNEL, this.#peers.say("here"));
    this.#presenceTimer = setInterval(stillHere, PRESENCE_MS).unref();
    await this.#connect();
  }

  /** Tells all other listeners of a channel, soon. */
  send(channel: string, entry: string): void {
    if (this.#peers.isAnyThere(performance.now())) {
      this.#push(channel, entry);
    }
  }

  #push(channel: string, entry: string): void {
    const entries = this.#pending.get(channel) ?? new Set();
    entries.add(entry);
    this.#pending.set(channel, entries);
    this.#timer ??= setTimeout(() => void this.#flush(), COALESCE_MS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    clearInterval(this.#presenceTimer);
    const ended = this.#leave().catch(() => undefined);
    await Promise.race([ended, sleep(END_MS, undefined, { ref: false })]);
  }

  async #leave(): Promise<void> {
    const client = this.#client;
    if (client !== undefined) {
      await client.query(NOTIFY, [PEERS_CHANNEL, this.#peers.say("bye")]).catch(() => undefined);
      await client.end();
    }
  }

  #hearOfPeers(texts: string): void {
    for (const text of texts.split(",")) {
      const answer = this.#peers.hear(text, performance.now());
      if (answer !== undefined) {
        this.#push(PEERS_CHANNEL, answer);
      }
    }
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
      await client.query(NOTIFY, [PEERS_CHANNEL, this.#peers.say("hello")]);
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
          await client.query(NOTIFY, [channel, payload]);
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
