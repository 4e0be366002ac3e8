import { connect, type Database } from "@getoperate/db";
import { onEachPostgres, type TestDatabase, testDatabase } from "@getoperate/testing/postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { exchange } from "../src/queue/exchange.ts";
import { registerWorker } from "../src/queue/lease.ts";
import { contextOf, newId, newRegistration } from "./engine-fixture.ts";

const MANY = 20_000;
/** More than a plan is tried anew for. */
const ROUNDS = 8;

const FILL = {
  name: "fill",
  text: `
with facts as (
  insert into jobs (id, workspace_id, path, hash, args, created_by, trigger, tag, priority,
    timeout_seconds, max_attempts, preprocess)
  select gen_random_uuid(), 'main', 'f/a', '', '{}', 'ann', 'trpc', $1, $2::int, 1, 1, false
  from generate_series(1, $3::int)
  returning *
)
insert into job_ready (id, workspace_id, tag, priority, attempt)
select id, workspace_id, tag, priority, 0 from facts`,
};
const READ = {
  name: "read",
  text: `
select sum(idx_tup_read)::int as rows from pg_stat_user_indexes where relname = 'job_ready'`,
};

onEachPostgres((version) => {
  let database: TestDatabase;
  /** One connection, so that it tells what it read before it is asked. */
  let db: Database;
  beforeAll(async () => {
    database = await testDatabase({ version });
    db = connect(
      { connectionString: database.connectionString },
      { applicationName: "claim test", maxConnections: 1, onIdleError: () => undefined },
    );
  });
  afterAll(async () => {
    await db[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    for (const table of ["job_ready", "job_running", "workers"] as const) {
      await db.kysely.deleteFrom(table).execute();
    }
  });

  const newWorker = async (...tags: string[]) => {
    const id = newId();
    await registerWorker(db, newRegistration(id, tags));
    return id;
  };
  const fill = (tag: string, priority: number, count: number) =>
    db.run(FILL, [tag, priority, count]);
  const claim = async (workerId: string, count: number) =>
    (await exchange(contextOf(db, workerId), { completions: [], claim: count })).claimed;
  const rowsRead = async () => {
    await db.run({ name: "flush", text: "select pg_stat_force_next_flush()" }, []);
    const [row] = await db.run<{ rows: number }>(READ, []);
    return row?.rows ?? Number.NaN;
  };

  describe("a claim", () => {
    it("reads no more rows than it takes, whatever waits for tags that nobody serves", async () => {
      const worker = await newWorker("default", "idle");
      for (let round = 0; round < ROUNDS; round += 1) {
        expect(await claim(worker, 16)).toEqual([]);
      }
      await fill("nobody", 100, MANY);
      await fill("default", 0, 100);
      const before = await rowsRead();
      expect(await claim(worker, 16)).toHaveLength(16);
      // Each by the order and, to be deleted, by its id.
      expect((await rowsRead()) - before).toBe(2 * 16);
    });

    it("takes the first of all its tags, by priority", async () => {
      const worker = await newWorker("x", "y", "x");
      await fill("x", 0, 2);
      await fill("y", 5, 2);
      await fill("x", 9, 1);
      const claimed = await claim(worker, 3);
      const left = await db.kysely.selectFrom("job_ready").select(["tag", "priority"]).execute();
      expect(claimed).toHaveLength(3);
      expect(left).toEqual([
        { tag: "x", priority: 0 },
        { tag: "x", priority: 0 },
      ]);
      expect(await claim(worker, 3)).toHaveLength(2);
    });
  });
});
