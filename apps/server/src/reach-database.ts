import { resolve } from "node:path";
import type { ConnectionConfig } from "@getoperate/db";
import { startEmbeddedPostgres } from "@getoperate/db/embedded";
import type { Closers } from "./closers.ts";
import type { Config } from "./config.ts";

/** The database the configuration names, or a real PostgreSQL in the data folder. */
export async function reachDatabase(
  config: Pick<Config, "DATABASE_URL" | "OPERATE_DATA">,
  stack: Closers,
): Promise<ConnectionConfig> {
  if (config.DATABASE_URL !== undefined) {
    return { connectionString: config.DATABASE_URL };
  }
  const dataDir = resolve(config.OPERATE_DATA);
  const embedded = stack.use(await startEmbeddedPostgres({ dataDir }));
  return embedded.connection;
}
