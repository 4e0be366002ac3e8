import { setTimeout as sleep } from "node:timers/promises";
import type { Program } from "@getoperate/testing/program";

const RESTART_PAUSE_MS = 500;

/** Several processes of one kind. What was killed is started again. */
export class Fleet<Member extends Program> implements AsyncDisposable {
  readonly #start: () => Promise<Member>;
  readonly #members = new Set<Member>();
  readonly #aside = new Set<Member>();
  readonly #starting = new Set<Promise<void>>();
  #printedBefore = "";
  #isClosing = false;

  constructor(start: () => Promise<Member>) {
    this.#start = start;
  }

  /** Those that are up. */
  get members(): readonly Member[] {
    return [...this.#members].filter((member) => !this.#aside.has(member));
  }

  /** Everything they printed, those that are gone as well. */
  get printed(): string {
    return this.#printedBefore + [...this.#members].map(({ printed }) => printed()).join("");
  }

  async grow(count: number): Promise<void> {
    for (let started = 0; started < count; started += 1) {
      this.#startLater();
    }
    await this.whole();
  }

  /** Ends one at once and starts another in its place. */
  async kill(member: Member): Promise<void> {
    this.#members.delete(member);
    await member.end("SIGKILL");
    this.#printedBefore += member.printed();
    this.#startLater();
  }

  /** Does something with a member while nobody else meets it. */
  async apart<Result>(member: Member, work: () => Promise<Result>): Promise<Result> {
    this.#aside.add(member);
    try {
      return await work();
    } finally {
      this.#aside.delete(member);
    }
  }

  /** Resolves when all are up. */
  async whole(): Promise<void> {
    await Promise.all(this.#starting);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosing = true;
    await this.whole();
    await Promise.all([...this.#members].map((member) => member.end("SIGTERM")));
  }

  #startLater(): void {
    const started = this.#startOne().finally(() => this.#starting.delete(started));
    this.#starting.add(started);
  }

  /** A start may meet a database that is away for longer than it waits. */
  async #startOne(): Promise<void> {
    while (!this.#isClosing) {
      try {
        this.#members.add(await this.#start());
        return;
      } catch (error) {
        this.#printedBefore += String(error);
        await sleep(RESTART_PAUSE_MS);
      }
    }
  }
}
