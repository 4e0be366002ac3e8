import { onEachPostgres } from "@getoperate/testing/postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cancelJob } from "../src/queue/cancel.ts";
import { Enqueuer } from "../src/queue/enqueue.ts";
import { exchange } from "../src/queue/exchange.ts";
import { giveBack } from "../src/queue/give-back.ts";
import { registerWorker } from "../src/queue/lease.ts";
import {
  completionOf,
  contextOf,
  newId,
  newJob,
  newRegistration,
  type QueueFixture,
  queueFixture,
  silentNews,
} from "./engine-fixture.ts";

onEachPostgres((version) => {
  describe("giveBack", () => {
    let fixture: QueueFixture;
    let enqueuer: Enqueuer;
    let worker: string;
    let other: string;
    beforeAll(async () => {
      fixture = await queueFixture(version);
      enqueuer = new Enqueuer(fixture.db, silentNews);
    });
    afterAll(() => fixture[Symbol.asyncDispose]());
    beforeEach(async () => {
      await fixture.db.kysely.deleteFrom("job_ready").execute();
      [worker, other] = [newId(), newId()];
      for (const id of [worker, other]) {
        await registerWorker(fixture.db, newRegistration(id, ["default"]));
      }
    });

    const claimOne = async (workerId: string) => {
      const { claimed } = await exchange(contextOf(fixture.db, workerId), {
        claim: 1,
        completions: [],
      });
      return claimed;
    };
    const claimNew = async () => {
      await enqueuer.enqueue(newJob());
      const [job] = await claimOne(worker);
      if (job === undefined) {
        throw new Error("There was nothing to claim.");
      }
      return job;
    };

    it("lets another worker take the job, as the same start", async () => {
      const job = await claimNew();
      expect(await giveBack(fixture.db, worker, [job])).toEqual([]);
      expect(await claimOne(other)).toEqual([job]);
    });

    it("refuses an end from the worker that gave the job back", async () => {
      const job = await claimNew();
      await giveBack(fixture.db, worker, [job]);
      await claimOne(other);
      const late = { claim: 0, completions: [completionOf(job)] };
      expect((await exchange(contextOf(fixture.db, worker), late)).refused).toEqual([job.id]);
    });

    it("changes nothing when it is asked again", async () => {
      const job = await claimNew();
      await giveBack(fixture.db, worker, [job]);
      await claimOne(other);
      expect(await giveBack(fixture.db, worker, [job])).toEqual([]);
      expect(await giveBack(fixture.db, other, [job])).toEqual([]);
    });

    it("leaves a job to its worker that is to be canceled, and says so", async () => {
      const job = await claimNew();
      await cancelJob(fixture.db, { id: job.id, by: "ann", reason: null });
      expect(await giveBack(fixture.db, worker, [job])).toEqual([job.id]);
      expect(await claimOne(other)).toEqual([]);
    });

    it("leaves alone what runs in another worker or as another attempt", async () => {
      const job = await claimNew();
      expect(await giveBack(fixture.db, other, [job])).toEqual([]);
      expect(await giveBack(fixture.db, worker, [{ id: job.id, attempt: 2 }])).toEqual([]);
      expect(await claimOne(other)).toEqual([]);
      expect(await giveBack(fixture.db, worker, [job])).toEqual([]);
      expect(await claimOne(other)).toEqual([job]);
    });
  });
});
