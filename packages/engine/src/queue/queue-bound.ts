import type { Database, PreparedStatement } from "@getoperate/db";

const COUNT: PreparedStatement = {
  name: "count-ready",
  text: `
select workspace_id, sum(count)::int as count from (
  select workspace_id, count(*) from job_ready group by workspace_id
  union all select workspace_id, count(*) from job_scheduled group by workspace_id
  union all select workspace_id, count(*) from job_limited group by workspace_id
) waiting group by workspace_id`,
};

const LOOK_MS = 1_000;

/**
 * How many jobs of each workspace wait. Counted at most once a second and only while jobs come that
 * wait; in between, what comes through this process is added. So the bound may be passed by what
 * other servers take within a second, and the hot path asks nothing.
 */
export class QueueBound implements Disposable {
  readonly #db: Database;
  readonly #limit: number;
  #waiting = new Map<string, number>();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(db: Database, limit: number) {
    this.#db = db;
    this.#limit = limit;
  }

  /** Whether a workspace may store no more jobs for now. */
  isFull(workspace: string): boolean {
    const full = (this.#waiting.get(workspace) ?? 0) >= this.#limit;
    if (full) {
      this.#lookLater();
    }
    return full;
  }

  /** Counts a job that was stored and waits. */
  note(workspace: string): void {
    this.#waiting.set(workspace, (this.#waiting.get(workspace) ?? 0) + 1);
    this.#lookLater();
  }

  [Symbol.dispose](): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #lookLater(): void {
    if (!this.#closed) {
      this.#timer ??= setTimeout(() => void this.#look(), LOOK_MS);
    }
  }

  async #look(): Promise<void> {
    try {
      const rows = await this.#db.run<{ workspace_id: string; count: number }>(COUNT, []);
      this.#waiting = new Map(rows.map(({ workspace_id: id, count }) => [id, count]));
    } catch {
      // The count stays; the next job that waits, or is refused, asks for another look.
    }
    this.#timer = undefined;
  }
}
