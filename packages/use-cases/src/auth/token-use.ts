import type { Log } from "@getoperate/contract";
import type { Database, PreparedStatement } from "@getoperate/db";

const WRITE_MS = 5_000;

const USED: PreparedStatement = {
  name: "token-used",
  text: `
update tokens set last_used_at = now()
where id = any($1::uuid[]) and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
};

/** Notes when tokens were used, to the minute, in one statement now and then. */
export class TokenUse implements AsyncDisposable {
  readonly #db: Database;
  readonly #log: Log;
  #used = new Set<string>();
  #timer: NodeJS.Timeout | undefined;

  constructor(db: Database, log: Log) {
    this.#db = db;
    this.#log = log;
  }

  note(tokenId: string): void {
    this.#used.add(tokenId);
    this.#timer ??= setTimeout(() => void this.#write(), WRITE_MS);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    await this.#write();
  }

  async #write(): Promise<void> {
    this.#timer = undefined;
    const ids = [...this.#used];
    this.#used = new Set();
    try {
      if (ids.length > 0) {
        await this.#db.run(USED, [ids]);
      }
    } catch (error) {
      this.#log.warn({ err: error }, "The last use of tokens could not be noted.");
    }
  }
}
