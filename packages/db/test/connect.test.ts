import { onEachPostgres, testDatabase } from "@getoperate/testing/postgres";
import { describe, expect, it } from "vitest";
import { connect } from "../src/connect.ts";

const TIMEOUTS = `
  select current_setting('statement_timeout') as statement,
    current_setting('lock_timeout') as lock,
    current_setting('idle_in_transaction_session_timeout') as idle`;

describe("connect", () => {
  onEachPostgres((version) => {
    it("gives every session its bounds of time", async () => {
      await using database = await testDatabase({ version });
      await using db = connect(
        { connectionString: database.connectionString },
        { applicationName: "connect test", maxConnections: 1, onIdleError: () => undefined },
      );
      const bounds = { statement: "10s", lock: "5s", idle: "10s" };
      expect(await db.run({ name: "", text: TIMEOUTS }, [])).toEqual([bounds]);
      const client = await db.dedicatedClient();
      const { rows } = await client.query(TIMEOUTS);
      await client.end();
      expect(rows).toEqual([{ ...bounds, statement: "10min" }]);
    });

    it("looks up keys of several columns in one statement", async () => {
      await using database = await testDatabase({ version });
      await using db = connect(
        { connectionString: database.connectionString },
        { applicationName: "connect test", maxConnections: 1, onIdleError: () => undefined },
      );
      const statement = {
        name: "lookup-test",
        text: `select place::int, number * times::int as product, count(*) over ()::int as keys
          from unnest($1::int[], $2::text[]) with ordinality as i (number, times, place)
          where number > 1`,
      };
      const find = (key: string[]) => db.lookUp(statement, key);
      expect(await Promise.all([find(["1", "7"]), find(["2", "5"]), find(["3", "5"])])).toEqual([
        [],
        [{ place: 2, product: 10, keys: 2 }],
        [{ place: 3, product: 15, keys: 2 }],
      ]);
    });
  });
});
