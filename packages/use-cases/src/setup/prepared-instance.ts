import { setTimeout as delay } from "node:timers/promises";
import { type Log, OperateError } from "@getoperate/contract";
import { type Database, isPassingFault, missingMigrations } from "@getoperate/db";
import { JOB_TOKEN_KEY } from "./first-start.ts";

const LOOK_MS = 500;

export interface PreparedInstanceOptions {
  readonly db: Database;
  readonly log: Log;
  /** Gives up after this time, milliseconds. */
  readonly forMs: number;
  /** Aborted by who does not want to wait any more. */
  readonly signal: AbortSignal;
}

/** What a process that is no server needs of the instance. */
export interface PreparedInstance {
  readonly jobTokenKey: Uint8Array;
}

/**
 * Waits until a server has made this program's tables and the instance's keys, so that processes may
 * be started in any order. Throws `unavailable`, and `conflict` if that server is a newer one.
 */
export async function preparedInstance(
  options: PreparedInstanceOptions,
): Promise<PreparedInstance> {
  const giveUpAt = performance.now() + options.forMs;
  for (let isFirst = true; ; isFirst = false) {
    const jobTokenKey = await findJobTokenKey(options.db);
    if (jobTokenKey !== undefined) {
      return { jobTokenKey };
    }
    if (performance.now() > giveUpAt || options.signal.aborted) {
      throw new OperateError(
        "unavailable",
        "The database is away, or no server of this version has prepared it yet.",
      );
    }
    if (isFirst) {
      options.log.warn({}, "Waiting for a server to prepare the database.");
    }
    await delay(LOOK_MS, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

async function findJobTokenKey(db: Database): Promise<Uint8Array | undefined> {
  try {
    if ((await missingMigrations(db.kysely)).length > 0) {
      return undefined;
    }
    const key = await db.kysely
      .selectFrom("instance_keys")
      .select("secret")
      .where("name", "=", JOB_TOKEN_KEY)
      .executeTakeFirst();
    return key?.secret;
  } catch (error) {
    if (isPassingFault(error)) {
      return undefined;
    }
    throw error;
  }
}
