import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, RequestOptions } from "@getoperate/testing/requester";
import type { Cluster } from "./cluster.ts";
import type { Acknowledged } from "./ledger.ts";
import { pick, type Random } from "./random.ts";

export const PATH = "u/admin/chaos";

export const SCRIPT = `export async function main(n: number, ms: number) {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return { n, once: Math.random() };
}`;

const KINDS = ["sync", "async", "idempotent", "scheduled"] as const;
const LANES = 8;
const LONGEST_JOB_MS = 400;
/** Between two requests of a lane, and before one that met nobody is sent again, milliseconds. */
const PAUSE_MS = 50;
/** A caller that heard nothing for so long hangs up, milliseconds. */
const PATIENCE_MS = 60_000;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Callers of every kind, who ask until they are told to end. */
export class Load {
  readonly acknowledged: Acknowledged[] = [];
  /** Requests that were refused, cut off, or sent to nobody. */
  unanswered = 0;
  /** Answers that no caller should ever see. */
  readonly faults: string[] = [];
  readonly #cluster: Cluster;
  readonly #random: Random;
  readonly #lanes: Promise<unknown>;
  #sent = 0;
  #stopped = false;

  constructor(cluster: Cluster, random: Random) {
    this.#cluster = cluster;
    this.#random = random;
    this.#lanes = Promise.all(Array.from({ length: LANES }, () => this.#lane()));
  }

  async end(): Promise<void> {
    this.#stopped = true;
    await this.#lanes;
  }

  async #lane(): Promise<void> {
    while (!this.#stopped) {
      const kind = pick(this.#random, KINDS) ?? "sync";
      this.#sent += 1;
      const ms = Math.floor(this.#random() * LONGEST_JOB_MS);
      await this.#ask(kind, { n: this.#sent, ms });
      await sleep(PAUSE_MS);
    }
  }

  async #ask(kind: (typeof KINDS)[number], body: { n: number; ms: number }): Promise<void> {
    const route = kind === "sync" ? "run_wait_result" : "run";
    const path = `/jobs/${route}/p/${PATH}${kind === "scheduled" ? "?scheduled_in_secs=1" : ""}`;
    const headers = kind === "idempotent" ? { "idempotency-key": randomUUID() } : {};
    // With a key a request may be sent again until it is answered, and once more for good measure.
    let again = kind === "idempotent" ? 1 : 0;
    do {
      const answer = await this.#send(path, { headers, body });
      const id = answer === undefined ? undefined : this.#note(answer, kind, body.n);
      this.unanswered += id === undefined ? 1 : 0;
      if (id !== undefined || kind !== "idempotent") {
        again -= 1;
      } else {
        await sleep(PAUSE_MS);
      }
    } while (again >= 0 && !this.#stopped);
  }

  async #send(path: string, options: RequestOptions): Promise<Answer | undefined> {
    const server = pick(this.#random, this.#cluster.servers.members);
    const answer = server?.request("POST", path, options).catch(() => undefined);
    return Promise.race([answer, sleep(PATIENCE_MS, undefined, { ref: false })]);
  }

  #note({ status, headers, text }: Answer, kind: string, n: number): string | undefined {
    const id = headers.get("x-job-id") ?? (UUID.test(text) ? text : undefined);
    if (id !== undefined) {
      this.acknowledged.push({ id, kind, n, told: status === 200 ? text : undefined });
    } else if (status !== 503 && status !== 429) {
      this.faults.push(`${kind}: ${status} ${text.slice(0, 300)}`);
    }
    return id;
  }
}
