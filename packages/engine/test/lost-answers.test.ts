import { connect, type Database } from "@getoperate/db";
import { type LosingProxy, losingProxy } from "@getoperate/testing/losing-proxy";
import { onEachPostgres, testDatabase } from "@getoperate/testing/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { preparePartitions } from "../src/duties/history.ts";
import { Enqueuer } from "../src/queue/enqueue.ts";
import { exchange } from "../src/queue/exchange.ts";
import { registerWorker } from "../src/queue/lease.ts";
import {
  completionOf,
  contextOf,
  newId,
  newJob,
  newRegistration,
  seed,
  silent,
  silentNews,
} from "./engine-fixture.ts";

onEachPostgres((version) => {
  describe("an answer of PostgreSQL that is lost", () => {
    let db: Database;
    let proxy: LosingProxy;
    let drop: () => PromiseLike<void>;
    beforeAll(async () => {
      const database = await testDatabase({ version });
      proxy = await losingProxy(database.connectionString);
      db = connect(
        { connectionString: proxy.connectionString },
        { applicationName: "engine test", maxConnections: 5, onIdleError: () => undefined },
      );
      await seed(db);
      await preparePartitions({ db, log: silent, retentionDays: 30 });
      drop = database[Symbol.asyncDispose];
    });
    afterAll(async () => {
      await db[Symbol.asyncDispose]();
      await proxy[Symbol.asyncDispose]();
      await drop();
    });

    it("makes one accepted job of an enqueue, with its key, as if nothing had been lost", async () => {
      using enqueuer = new Enqueuer(db, silentNews);
      const key = { key: "k", route: "path/x", requestHash: Buffer.from("h") };
      const job = newJob({ idempotency: key });
      proxy.loseAnswerTo("insert into job_ready");
      expect(await enqueuer.enqueue(job)).toBe("accepted");
      expect(proxy.lost).toBe(1);
      const again = newJob({ idempotency: key });
      expect(await enqueuer.enqueue(again)).toBe("key-taken");
      const stored = await db.kysely.selectFrom("jobs").select("id").execute();
      expect(stored).toEqual([{ id: job.id }]);
    });

    it("accepts a completion once, and finds what was claimed with it", async () => {
      using enqueuer = new Enqueuer(db, silentNews);
      const workerId = newId();
      await registerWorker(db, newRegistration(workerId, ["default"]));
      await db.kysely.deleteFrom("job_ready").execute();
      await enqueuer.enqueue(newJob());
      const context = contextOf(db, workerId);
      const { claimed } = await exchange(context, { completions: [], claim: 1 });
      const next = newJob();
      await enqueuer.enqueue(next);

      const before = proxy.lost;
      proxy.loseAnswerTo("complete-and-claim");
      const completions = claimed.map((job) => completionOf(job));
      const answer = await exchange(context, { completions, claim: 1 });
      expect(proxy.lost).toBe(before + 1);
      expect(answer.refused).toEqual([]);
      expect(answer.claimed.map(({ id }) => id)).toEqual([next.id]);
    });
  });
});
