// packages/db/schema.sql, from a migrated database: every migration shows its effect as a diff.
import { connect } from "@getoperate/db";
import { dumpSchema } from "@getoperate/db/schema-dump";
import type { MigratedDatabase } from "./migrated-database.ts";

/** The schema as SQL. */
export async function schema({ connectionString }: MigratedDatabase): Promise<string> {
  await using db = connect(
    { connectionString },
    {
      applicationName: "getoperate generate",
      maxConnections: 1,
      onIdleError: (error) => console.error(error),
    },
  );
  return await dumpSchema(db);
}
