// A database with all migrations, on a PostgreSQL of its own that ends with it.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate } from "@getoperate/db";
import { startEmbeddedPostgres } from "@getoperate/db/embedded";

export interface MigratedDatabase extends AsyncDisposable {
  readonly connectionString: string;
}

/** Starts the PostgreSQL that comes with npm in a temporary folder, and migrates it. */
export async function migratedDatabase(): Promise<MigratedDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "getoperate-generate-"));
  // PostgreSQL may have to run as another user; its own folder below is closed.
  await chmod(folder, 0o711);
  const server = await startEmbeddedPostgres({
    dataDir: join(folder, "data"),
    settings: { fsync: "off" },
  });
  await migrate(server.connection);
  return {
    connectionString: server.connectionString,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
