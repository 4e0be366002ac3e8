import type { ClaimedJob } from "@getoperate/contract";
import { onEachPostgres } from "@getoperate/testing/postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cancelJob } from "../src/queue/cancel.ts";
import { Enqueuer } from "../src/queue/enqueue.ts";
import { exchange } from "../src/queue/exchange.ts";
import { heartbeat, registerWorker } from "../src/queue/lease.ts";
import { recoverLostAttempts } from "../src/queue/recover.ts";
import {
  ALWAYS_HEARD,
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
  let fixture: QueueFixture;
  let enqueuer: Enqueuer;
  beforeAll(async () => {
    fixture = await queueFixture(version);
    enqueuer = new Enqueuer(fixture.db, silentNews);
  });
  afterAll(() => fixture[Symbol.asyncDispose]());
  beforeEach(async () => {
    const { kysely } = fixture.db;
    await kysely.deleteFrom("job_ready").execute();
    await kysely.deleteFrom("job_running").execute();
    await kysely.deleteFrom("workers").execute();
  });

  const newWorker = async (tags: readonly string[] = ["default"]) => {
    const id = newId();
    await registerWorker(fixture.db, newRegistration(id, tags));
    return id;
  };
  const ask = (workerId: string, claim: number, ended: ClaimedJob[] = []) =>
    exchange(contextOf(fixture.db, workerId), {
      claim,
      completions: ended.map((job) => completionOf(job)),
    });
  const claim = async (workerId: string, count: number) => [
    ...(await ask(workerId, count)).claimed,
  ];
  const resultOf = (id: string) =>
    fixture.db.kysely
      .selectFrom("job_results")
      .select(["status", "result", "attempt", "worker"])
      .where("id", "=", id)
      .execute();
  const silence = (workerId: string, seconds = 3_600) =>
    fixture.db.run(
      {
        name: "silence",
        text: "update workers set heartbeat_at = now() - make_interval(secs => $2) where id = $1",
      },
      [workerId, seconds],
    );

  describe("exchange", () => {
    it("claims by priority, then by age", async () => {
      const [low, first, second] = [newJob({ priority: -1 }), newJob(), newJob()];
      const urgent = newJob({ priority: 5 });
      for (const job of [low, first, second, urgent]) {
        await enqueuer.enqueue(job);
      }
      const worker = await newWorker();
      const order: (string | undefined)[] = [];
      for (let turn = 0; turn < 4; turn += 1) {
        const [job] = await claim(worker, 1);
        order.push(job?.id);
      }
      expect(order).toEqual([urgent.id, first.id, second.id, low.id]);
    });

    it("claims only jobs of the worker's tags", async () => {
      await enqueuer.enqueue(newJob({ tag: "gpu" }));
      expect(await claim(await newWorker(), 10)).toEqual([]);
      expect(await claim(await newWorker(["gpu"]), 10)).toHaveLength(1);
    });

    it("gives each of 200 jobs to one of two workers that claim at once", async () => {
      const jobs = Array.from({ length: 200 }, () => newJob());
      await Promise.all(jobs.map((job) => enqueuer.enqueue(job)));
      const workers = [await newWorker(), await newWorker()];
      const claims = Array.from({ length: 40 }, (_, index) => claim(workers[index % 2] ?? "", 7));
      const claimed = (await Promise.all(claims)).flat().map(({ id }) => id);
      expect(claimed).toHaveLength(200);
      expect(new Set(claimed)).toEqual(new Set(jobs.map(({ id }) => id)));
    });

    it("claims nothing for a worker without a lease", async () => {
      await enqueuer.enqueue(newJob());
      expect(await claim(newId(), 10)).toEqual([]);
    });

    it("commits a completion and the next claim together", async () => {
      const [first, second] = [newJob(), newJob()];
      const worker = await newWorker();
      await enqueuer.enqueue(first);
      const ended = await claim(worker, 1);
      await enqueuer.enqueue(second);
      const answer = await ask(worker, 1, ended);
      expect(answer.refused).toEqual([]);
      expect(answer.claimed.map(({ id }) => id)).toEqual([second.id]);
      expect(await resultOf(first.id)).toMatchObject([{ status: "success", attempt: 1 }]);
    });

    it("ends a job whose result cannot be stored, and keeps its neighbours' results", async () => {
      const worker = await newWorker();
      await Promise.all([newJob(), newJob(), newJob()].map((job) => enqueuer.enqueue(job)));
      const jobs = await claim(worker, 3);
      const completions = jobs.map((job, index) =>
        completionOf(job, index === 1 ? { result: "no JSON" } : {}),
      );
      const context = contextOf(fixture.db, worker);
      expect(await exchange(context, { completions, claim: 0 })).toEqual({
        refused: [],
        claimed: [],
      });
      const ends = await Promise.all(jobs.map(({ id }) => resultOf(id)));
      expect(ends.flat().map(({ status }) => status)).toEqual(["success", "failure", "success"]);
      expect(ends[1]?.[0]?.result).toContain("could not be stored");
    });

    it("refuses a second completion of the same attempt", async () => {
      const worker = await newWorker();
      await enqueuer.enqueue(newJob());
      const ended = await claim(worker, 1);
      await ask(worker, 0, ended);
      expect((await ask(worker, 0, ended)).refused).toEqual(ended.map(({ id }) => id));
    });

    it("refuses a completion by a worker that lost the job to another", async () => {
      const job = newJob();
      const [slow, quick] = [await newWorker(), await newWorker()];
      await enqueuer.enqueue(job);
      const [stale] = await claim(slow, 1);
      await silence(slow);
      await recoverLostAttempts(fixture.db, ALWAYS_HEARD);
      const [fresh] = await claim(quick, 1);
      expect(fresh).toMatchObject({ id: job.id, attempt: 2 });
      expect((await ask(slow, 0, stale === undefined ? [] : [stale])).refused).toEqual([job.id]);
      expect(await resultOf(job.id)).toEqual([]);
      expect((await ask(quick, 0, fresh === undefined ? [] : [fresh])).refused).toEqual([]);
      expect(await resultOf(job.id)).toMatchObject([{ attempt: 2 }]);
    });
  });

  describe("recoverLostAttempts", () => {
    it("leaves what a living worker runs", async () => {
      await enqueuer.enqueue(newJob());
      await claim(await newWorker(), 1);
      expect(await recoverLostAttempts(fixture.db, ALWAYS_HEARD)).toEqual([]);
    });

    it("ends a job whose last allowed attempt was lost", async () => {
      const job = newJob({ maxAttempts: 1 });
      const worker = await newWorker();
      await enqueuer.enqueue(job);
      await claim(worker, 1);
      await silence(worker);
      expect(await recoverLostAttempts(fixture.db, ALWAYS_HEARD)).toMatchObject([
        { id: job.id, status: "failure" },
      ]);
      const [result] = await resultOf(job.id);
      expect(JSON.parse(result?.result ?? "")).toMatchObject({
        error: { name: "WorkerLostError" },
      });
    });

    it.each([
      { leaseSeconds: 20, silentSeconds: 10, quietSeconds: 60, isTaken: false },
      { leaseSeconds: 20, silentSeconds: 30, quietSeconds: 60, isTaken: true },
      { leaseSeconds: 20, silentSeconds: 30, quietSeconds: 19, isTaken: false },
      { leaseSeconds: 5, silentSeconds: 10, quietSeconds: 6, isTaken: true },
    ])("judges by the lease that the worker asked for: %o", async (given) => {
      const { leaseSeconds, silentSeconds, quietSeconds, isTaken } = given;
      const job = newJob();
      const worker = newId();
      await registerWorker(fixture.db, { ...newRegistration(worker), leaseSeconds });
      await enqueuer.enqueue(job);
      await claim(worker, 1);
      await silence(worker, silentSeconds);
      const taken = await recoverLostAttempts(fixture.db, quietSeconds);
      expect(taken.map(({ id }) => id)).toEqual(isTaken ? [job.id] : []);
    });

    it("takes an attempt once when many look at the same time", async () => {
      const worker = await newWorker();
      await enqueuer.enqueue(newJob());
      await claim(worker, 1);
      await silence(worker);
      const looks = await Promise.all(
        Array.from({ length: 5 }, () => recoverLostAttempts(fixture.db, ALWAYS_HEARD)),
      );
      expect(looks.flat()).toHaveLength(1);
    });
  });

  describe("heartbeat", () => {
    it("says that a worker is dead once its attempts were given away", async () => {
      const worker = await newWorker();
      expect(await heartbeat(fixture.db, worker, [])).toEqual({
        ...{ alive: true, canceled: [], claimed: [], unmasked: [], isAnyWaiting: false },
      });
      await silence(worker);
      await recoverLostAttempts(fixture.db, ALWAYS_HEARD);
      expect(await heartbeat(fixture.db, worker, [])).toEqual({
        ...{ alive: false, canceled: [], claimed: [], unmasked: [], isAnyWaiting: false },
      });
    });

    it("says whether a job waits that the worker could claim", async () => {
      const worker = await newWorker();
      const isAnyWaiting = async () => (await heartbeat(fixture.db, worker, [])).isAnyWaiting;
      await enqueuer.enqueue(newJob({ tag: "elsewhere" }));
      expect(await isAnyWaiting()).toBe(false);
      await enqueuer.enqueue(newJob());
      expect(await isAnyWaiting()).toBe(true);
    });

    it("hands out what was given to the worker in an answer that got lost", async () => {
      const worker = await newWorker();
      await enqueuer.enqueue(newJob());
      await enqueuer.enqueue(newJob());
      const [lost, known] = await claim(worker, 2);
      const ask = () => heartbeat(fixture.db, worker, [known?.id ?? ""]);
      expect((await ask()).claimed).toEqual([]);
      await fixture.db.kysely
        .updateTable("job_running")
        .set({ started_at: new Date(Date.now() - 60_000) })
        .execute();
      expect((await ask()).claimed).toEqual([lost]);
    });

    it("names the running jobs that somebody canceled", async () => {
      const worker = await newWorker();
      await enqueuer.enqueue(newJob());
      const [job] = await claim(worker, 1);
      const id = job?.id ?? "";
      expect((await cancelJob(fixture.db, { id, by: "ann", reason: null })).outcome).toBe("asked");
      expect(await heartbeat(fixture.db, worker, [])).toMatchObject({
        alive: true,
        canceled: [id],
      });
    });
  });

  describe("cancelJob", () => {
    it("ends a job that waits, for good", async () => {
      const job = newJob();
      await enqueuer.enqueue(job);
      const request = { id: job.id, by: "ann", reason: "mistake" };
      expect((await cancelJob(fixture.db, request)).outcome).toBe("canceled");
      expect(await claim(await newWorker(), 1)).toEqual([]);
      const [result] = await resultOf(job.id);
      expect(result?.status).toBe("canceled");
      expect(result?.result).toContain("by ann: mistake");
      expect((await cancelJob(fixture.db, request)).outcome).toBe("ended");
    });

    it("does not run a canceled job again when its worker is lost", async () => {
      const job = newJob();
      const worker = await newWorker();
      await enqueuer.enqueue(job);
      await claim(worker, 1);
      await cancelJob(fixture.db, { id: job.id, by: "ann", reason: null });
      await silence(worker);
      expect(await recoverLostAttempts(fixture.db, ALWAYS_HEARD)).toMatchObject([
        { status: "canceled" },
      ]);
    });

    it("knows that there is no such job", async () => {
      const id = newId();
      expect((await cancelJob(fixture.db, { id, by: "ann", reason: null })).outcome).toBe(
        "missing",
      );
    });
  });
});
