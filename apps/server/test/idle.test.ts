import { connect } from "@getoperate/db";
import { testInstance } from "@getoperate/testing/instance";
import { describe, expect, it } from "vitest";

const WINDOW_SECONDS = 4;
/** All servers together. */
const MOST_PER_SECOND = 5;
/** Statements of this test, and what begins within one window and is told of in the next. */
const MARGIN = 4;

const COMMITTED = `
  select (xact_commit + xact_rollback)::int as count from pg_stat_database
  where datname = current_database()`;

describe("an idle system", () => {
  it("asks the database at most 5 times a second, two servers together", async () => {
    await using first = await testInstance();
    await using second = await testInstance({
      environment: { DATABASE_URL: first.connectionString },
    });
    await using db = connect(
      { connectionString: first.connectionString },
      { applicationName: "idle test", maxConnections: 1, onIdleError: () => undefined },
    );
    const committed = async () => {
      const [row] = await db.run<{ count: number }>({ name: "", text: COMMITTED }, []);
      return row?.count ?? 0;
    };
    const inWindow = async () => {
      const before = await committed();
      await new Promise((resolve) => setTimeout(resolve, WINDOW_SECONDS * 1000));
      return (await committed()) - before;
    };
    // They become idle by and by.
    const most = MOST_PER_SECOND * WINDOW_SECONDS + MARGIN;
    await expect.poll(inWindow, { timeout: 60_000 }).toBeLessThanOrEqual(most);
    expect(second.url).not.toBe(first.url);
  }, 120_000);
});
