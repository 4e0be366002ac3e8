import { onEachPostgres } from "@getoperate/testing/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ScheduledJobs } from "../src/duties/scheduled-jobs.ts";
import { cancelJob } from "../src/queue/cancel.ts";
import { Enqueuer } from "../src/queue/enqueue.ts";
import { moveDueJobs } from "../src/queue/scheduled.ts";
import { newJob, type QueueFixture, queueFixture, silent, silentNews } from "./engine-fixture.ts";

onEachPostgres((version) => {
  let fixture: QueueFixture;
  let enqueuer: Enqueuer;
  beforeAll(async () => {
    fixture = await queueFixture(version);
    enqueuer = new Enqueuer(fixture.db, silentNews);
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  const placeOf = async (id: string) => {
    const find = (table: "job_ready" | "job_scheduled", place: string) =>
      fixture.db.kysely
        .selectFrom(table)
        .select(({ val }) => val(place).as("place"))
        .where("id", "=", id);
    const places = find("job_ready", "ready").unionAll(find("job_scheduled", "scheduled"));
    return (await places.execute()).map(({ place }) => place).join();
  };

  describe("a scheduled job", () => {
    it("X2 waits for its time and is ready then, not earlier", async () => {
      const soon = newJob({ schedule: { inSeconds: 1 } });
      const later = newJob({ schedule: { at: new Date(Date.now() + 3_600_000) } });
      await Promise.all([enqueuer.enqueue(soon), enqueuer.enqueue(later)]);
      expect(await placeOf(soon.id)).toBe("scheduled");
      const { moved, nextMs = 0 } = await moveDueJobs(fixture.db);
      expect(moved).toBe(0);
      expect(nextMs).toBeGreaterThan(0);
      expect(nextMs).toBeLessThanOrEqual(1_000);
      await fixture.db.kysely
        .updateTable("job_scheduled")
        .set({ run_at: new Date(0) })
        .where("id", "=", soon.id)
        .execute();
      expect((await moveDueJobs(fixture.db)).moved).toBe(1);
      expect([await placeOf(soon.id), await placeOf(later.id)]).toEqual(["ready", "scheduled"]);
    });

    it("is ready at once when its time has passed", async () => {
      const job = newJob({ schedule: { at: new Date(0) } });
      await enqueuer.enqueue(job);
      expect(await placeOf(job.id)).toBe("ready");
    });

    it("is moved once when several servers look at the same time", async () => {
      const jobs = Array.from({ length: 50 }, () => newJob({ schedule: { inSeconds: 3600 } }));
      await Promise.all(jobs.map((job) => enqueuer.enqueue(job)));
      await fixture.db.kysely
        .updateTable("job_scheduled")
        .set({ run_at: new Date(0) })
        .execute();
      const looks = await Promise.all([1, 2, 3, 4].map(() => moveDueJobs(fixture.db)));
      expect(looks.reduce((sum, { moved }) => sum + moved, 0)).toBeGreaterThanOrEqual(50);
      const rest = await fixture.db.kysely.selectFrom("job_scheduled").select("id").execute();
      expect(rest).toEqual([]);
    });

    it("can be canceled before its time", async () => {
      const job = newJob({ schedule: { inSeconds: 3600 } });
      await enqueuer.enqueue(job);
      expect((await cancelJob(fixture.db, { id: job.id, by: "ann", reason: null })).outcome).toBe(
        "canceled",
      );
      expect(await placeOf(job.id)).toBe("");
    });
  });

  describe("ScheduledJobs", () => {
    it("looks when a job was scheduled, and again when it is due", async () => {
      let tellReady: () => void = () => undefined;
      const ready = new Promise<void>((resolve) => {
        tellReady = resolve;
      });
      using scheduled = new ScheduledJobs({
        db: fixture.db,
        log: silent,
        onReady: tellReady,
        onLimited: () => undefined,
      });
      using scheduling = new Enqueuer(fixture.db, {
        ...silentNews,
        onScheduled: () => scheduled.look(),
      });
      const job = newJob({ schedule: { inSeconds: 1 } });
      await scheduling.enqueue(job);
      await ready;
      expect(await placeOf(job.id)).toBe("ready");
    });
  });

  describe("Enqueuer", () => {
    it("X2 refuses an id that is taken, also when two ask for it at once", async () => {
      const first = newJob({ isOwnId: true });
      const again = newJob({ isOwnId: true, id: first.id, args: '{"other":1}' });
      const outcomes = await Promise.all([enqueuer.enqueue(first), enqueuer.enqueue(again)]);
      expect(outcomes.toSorted()).toEqual(["accepted", "id-taken"]);
      expect(await enqueuer.enqueue(again)).toBe("id-taken");
    });

    it("X17 refuses jobs of a workspace while too many of it wait", async () => {
      using bounded = new Enqueuer(fixture.db, { ...silentNews, queueLimit: 3 });
      const outcomes: string[] = [];
      for (let count = 0; count < 5; count += 1) {
        outcomes.push(await bounded.enqueue(newJob()));
      }
      expect(outcomes).toEqual(["accepted", "accepted", "accepted", "queue-full", "queue-full"]);
      await fixture.db.kysely.deleteFrom("job_ready").execute();
      await expect
        .poll(() => bounded.enqueue(newJob()), { timeout: 5_000, interval: 100 })
        .toBe("accepted");
    });
  });
});
