import { ADMIN_TOKEN } from "@getoperate/testing/instance";
import { testDatabase } from "@getoperate/testing/postgres";
import { startServer } from "@getoperate/testing/server-process";
import { startWorker } from "@getoperate/testing/worker-process";
import pg from "pg";
import { describe, expect, it } from "vitest";

/** Starts with what every process of the database needs. */
type Start = (environment: Readonly<Record<string, string>>) => Promise<unknown>;

describe("a process that is older than its database", () => {
  it.each<[string, Start]>([
    ["server", startServer],
    [
      "worker",
      (environment) =>
        startWorker({
          OPERATE_MODE: "worker",
          OPERATE_BASE_URL: "http://a.example",
          ...environment,
        }),
    ],
  ])("is refused with a sentence, as a %s", async (_, start) => {
    await using database = await testDatabase({ version: 18 });
    const { connectionString } = database;
    const client = new pg.Client(connectionString);
    await client.connect();
    await client.query("insert into kysely_migration values ('9999-later', now()::text)");
    await client.end();
    const started = start({ DATABASE_URL: connectionString, OPERATE_ADMIN_TOKEN: ADMIN_TOKEN });
    await expect(started).rejects.toThrow(
      /^It ended with 1: A newer version has prepared the database \(9999-later\): update this one\.\n$/,
    );
  });
});
