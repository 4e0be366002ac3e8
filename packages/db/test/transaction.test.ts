import { losingProxy } from "@getoperate/testing/losing-proxy";
import { onEachPostgres, type PostgresVersion, testDatabase } from "@getoperate/testing/postgres";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { connect, type Database } from "../src/connect.ts";
import { withTransaction } from "../src/transaction.ts";

interface Fixture extends AsyncDisposable {
  readonly db: Database;
  /** Loses the answer to the next commit. */
  loseCommit(): void;
  readonly lost: () => number;
  /** How often each word was written. */
  words(): Promise<unknown>;
}

async function throughProxy(version: PostgresVersion): Promise<Fixture> {
  const database = await testDatabase({ version });
  const proxy = await losingProxy(database.connectionString);
  const db = connect(
    { connectionString: proxy.connectionString },
    { applicationName: "transaction test", maxConnections: 2, onIdleError: () => undefined },
  );
  await sql`create table words (word text primary key)`.execute(db.kysely);
  return {
    db,
    loseCommit: () => proxy.loseAnswerTo("commit"),
    lost: () => proxy.lost,
    async words() {
      return (await sql<{ word: string }>`select word from words`.execute(db.kysely)).rows;
    },
    async [Symbol.asyncDispose]() {
      await db[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Ends the connection of a transaction from another one, and waits until it is gone. */
async function cut(db: Database, pid: number): Promise<void> {
  await sql`select pg_terminate_backend(${pid}, 5000)`.execute(db.kysely);
}

const pidOf = async (kysely: Database["kysely"]) =>
  (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(kysely)).rows[0]?.pid ?? 0;

onEachPostgres((version) => {
  describe("withTransaction", () => {
    it("is run again when its connection breaks, even while no statement is under way", async () => {
      await using fixture = await throughProxy(version);
      let tries = 0;
      const result = await withTransaction(fixture.db, async (transaction) => {
        tries += 1;
        if (tries === 1) {
          await cut(fixture.db, await pidOf(transaction));
        }
        await sql`insert into words values ('a')`.execute(transaction);
        return tries;
      });
      expect(result).toBe(2);
      expect(await fixture.words()).toEqual([{ word: "a" }]);
    });

    it("says `unavailable` of a commit whose answer was lost, and does not repeat it", async () => {
      await using fixture = await throughProxy(version);
      let tries = 0;
      const write = () =>
        withTransaction(fixture.db, async (transaction) => {
          tries += 1;
          await sql`insert into words values ('a')`.execute(transaction);
        });
      fixture.loseCommit();
      await expect(write()).rejects.toMatchObject({ code: "unavailable" });
      expect({ tries, lost: fixture.lost() }).toEqual({ tries: 1, lost: 1 });
      expect(await fixture.words()).toEqual([{ word: "a" }]);
    });
  });

  describe("Database", () => {
    it("says `unavailable` of a connection that broke, in both ways of asking", async () => {
      await using fixture = await throughProxy(version);
      const ended = { code: "unavailable", retryAfterSeconds: 2 };
      const text = "select pg_terminate_backend(pg_backend_pid())";
      await expect(fixture.db.run({ name: "end", text }, [])).rejects.toMatchObject(ended);
      await expect(sql.raw(text).execute(fixture.db.kysely)).rejects.toMatchObject(ended);
      expect(await fixture.words()).toEqual([]);
    });
  });
});
