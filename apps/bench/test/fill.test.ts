import { testDatabase } from "@getoperate/testing/postgres";
import { describe, expect, it } from "vitest";
import { fill } from "../src/bench/measurements/fill.ts";
import { openDatabase } from "../src/bench/own-database.ts";

const COUNTS = {
  name: "counts",
  text: `
select
  (select count(*)::int from jobs j join job_results r on r.id = j.id) as finished,
  (select count(*)::int from jobs j join job_ready q on q.id = j.id) as waiting,
  (select count(*)::int from jobs) as jobs,
  (select bool_and(created_at between date_trunc('day', now(), 'UTC') and now()) from jobs)
    as are_of_today,
  (select bool_and(substr(replace(id::text, '-', ''), 1, 12)
    = lpad(to_hex(floor(extract(epoch from created_at) * 1000)::bigint), 12, '0')) from jobs)
    as are_ordered_by_time`,
};

describe("fill", () => {
  it("makes jobs that are over and jobs that wait, with ids of their time", async () => {
    await using database = await testDatabase({ version: 18 });
    await using db = openDatabase(database.connectionString);
    await fill(db, { finished: 300, waiting: 200 });
    expect(await db.run(COUNTS, [])).toEqual([
      { finished: 300, waiting: 200, jobs: 500, are_of_today: true, are_ordered_by_time: true },
    ]);
  });
});
