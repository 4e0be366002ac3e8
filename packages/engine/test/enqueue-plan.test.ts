import { onEachPostgres } from "@getoperate/testing/postgres";
import { expect, it } from "vitest";
import { Enqueuer } from "../src/queue/enqueue.ts";
import { newJob, queueFixture, silentNews } from "./engine-fixture.ts";

const JOBS = 10;

const PLANS = {
  name: "plans",
  text: "select custom_plans::int, generic_plans::int from pg_prepared_statements where name = 'enqueue-plain'",
};

onEachPostgres((version) => {
  it("plans the statement of single jobs once a connection, not once a job", async () => {
    await using fixture = await queueFixture(version);
    using enqueuer = new Enqueuer(fixture.db, silentNews);
    for (let jobs = 0; jobs < JOBS; jobs += 1) {
      // One after the other, so that the same connection serves them all.
      expect(await enqueuer.enqueue(newJob())).toBe("accepted");
    }
    expect(await fixture.db.run(PLANS, [])).toEqual([{ custom_plans: 0, generic_plans: JOBS }]);
  });
});
