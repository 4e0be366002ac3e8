import pg from "pg";
import { expect, it } from "vitest";
import { onEachPostgres, testDatabase } from "../src/postgres.ts";

async function ask(connectionString: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client(connectionString);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

onEachPostgres((version) => {
  it("gives a migrated database of that version", async () => {
    await using database = await testDatabase({ version });
    const [row] = await ask(
      database.connectionString,
      "SELECT current_setting('server_version_num')::int / 10000 AS version, count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'",
    );
    expect(row).toMatchObject({ version });
    expect(row).not.toMatchObject({ tables: 0 });
  });
});
