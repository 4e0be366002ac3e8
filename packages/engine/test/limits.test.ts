import type { ClaimedJob } from "@getoperate/contract";
import { onEachPostgres } from "@getoperate/testing/postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LimitedJobs } from "../src/duties/limited-jobs.ts";
import { admitJobs, type LimitName } from "../src/queue/admit.ts";
import { cancelJob } from "../src/queue/cancel.ts";
import { Enqueuer } from "../src/queue/enqueue.ts";
import { exchange } from "../src/queue/exchange.ts";
import { nextLimits, takePermitsBack } from "../src/queue/find-limits.ts";
import { registerWorker } from "../src/queue/lease.ts";
import type { NewJob } from "../src/queue/new-job.ts";
import { recoverLostAttempts } from "../src/queue/recover.ts";
import { moveDueJobs } from "../src/queue/scheduled.ts";
import {
  ALWAYS_HEARD,
  completionOf,
  contextOf,
  newId,
  newJob,
  newRegistration,
  type QueueFixture,
  queueFixture,
  silent,
  silentNews,
} from "./engine-fixture.ts";

const KEY = "f/test/script";
const WAITING_LOCKS = `
select from pg_locks l join pg_database d on d.oid = l.database
where d.datname = current_database() and not l.granted`;
const LIMIT = { workspace: "main", key: KEY };

onEachPostgres((version) => {
  let fixture: QueueFixture;
  let enqueuer: Enqueuer;
  let asked: LimitName[] = [];
  let freed: LimitName[] = [];
  beforeAll(async () => {
    fixture = await queueFixture(version);
    enqueuer = new Enqueuer(fixture.db, {
      ...silentNews,
      onLimited: (limit) => asked.push(limit),
    });
  });
  afterAll(() => fixture[Symbol.asyncDispose]());
  beforeEach(async () => {
    const tables = ["job_ready", "job_running", "job_limited", "job_scheduled", "workers"] as const;
    for (const table of tables) {
      await fixture.db.kysely.deleteFrom(table).execute();
    }
    asked = [];
    freed = [];
  });

  const newWorker = async (tags: readonly string[] = ["default"]) => {
    const id = newId();
    await registerWorker(fixture.db, newRegistration(id, tags));
    return id;
  };
  const limited = (limit: number, changes: Partial<NewJob> = {}) =>
    newJob({ concurrency: { key: KEY, limit }, ...changes });
  const store = async (...jobs: NewJob[]) => {
    for (const job of jobs) {
      expect(await enqueuer.enqueue(job)).toBe("accepted");
    }
    return jobs.map(({ id }) => id);
  };
  const ask = (workerId: string, claim: number, ended: readonly ClaimedJob[] = []) =>
    exchange(
      { ...contextOf(fixture.db, workerId), onFreed: (limits) => freed.push(...limits) },
      { claim, completions: ended.map((job) => completionOf(job)) },
    );
  const claim = async (workerId: string, count = 100) => [...(await ask(workerId, count)).claimed];
  const idsOf = (jobs: readonly { readonly id: string }[]) => jobs.map(({ id }) => id);
  const admit = async () => (await admitJobs(fixture.db, [LIMIT])).count;

  describe("admitJobs", () => {
    it("lets no more jobs run than the limit says, and the next one when one ended", async () => {
      const worker = await newWorker();
      const [first = "", second = "", third = ""] = await store(limited(2), limited(2), limited(2));
      expect(asked).toEqual([LIMIT, LIMIT, LIMIT]);
      expect(await claim(worker)).toEqual([]);
      expect(await admit()).toBe(2);
      const running = await claim(worker);
      expect(idsOf(running)).toEqual([first, second]);
      expect(await admit()).toBe(0);
      await ask(worker, 0, running.slice(0, 1));
      expect(freed).toEqual([LIMIT]);
      expect(await admit()).toBe(1);
      expect(idsOf(await claim(worker))).toEqual([third]);
    });

    it("counts each key and each workspace for itself", async () => {
      await newWorker();
      const other = { key: `${KEY}:acme`, limit: 1 };
      await store(limited(1), limited(1), limited(1, { concurrency: other }));
      const { count } = await admitJobs(fixture.db, [
        LIMIT,
        { ...LIMIT, key: other.key },
        { ...LIMIT, workspace: "elsewhere" },
      ]);
      expect(count).toBe(2);
    });

    it("lets the higher priority in first", async () => {
      const worker = await newWorker();
      const [, urgent] = await store(limited(1), limited(1, { priority: 5 }));
      await admit();
      expect(idsOf(await claim(worker))).toEqual([urgent]);
    });

    it("lets no job of a version with a higher limit pass one with a lower", async () => {
      const worker = await newWorker();
      await store(limited(3), limited(1), limited(3));
      expect(await admit()).toBe(1);
      const running = await claim(worker);
      expect(await admit()).toBe(0);
      await ask(worker, 0, running);
      expect(await admit()).toBe(1);
    });

    it("gives no permit to a job that no worker serves, and takes it back from such a one", async () => {
      const gpu = await newWorker(["gpu"]);
      const [first = "", second = ""] = await store(limited(1, { tag: "gpu" }), limited(1));
      expect(await admit()).toBe(1);
      await fixture.db.kysely.deleteFrom("workers").where("id", "=", gpu).execute();
      const worker = await newWorker();
      expect(await admit()).toBe(0);
      expect(await takePermitsBack(fixture.db)).toEqual([LIMIT]);
      expect(await admit()).toBe(1);
      expect(idsOf(await claim(worker))).toEqual([second]);
      expect(await nextLimits(fixture.db, undefined, 10)).toEqual([LIMIT]);
      expect(first).not.toBe("");
    });

    it("gives a permit only where a worker may run jobs of its workspace", async () => {
      const worker = await newWorker();
      await store(limited(1));
      const serve = (workspace: string) =>
        fixture.db.kysely
          .updateTable("workers")
          .set({ workspace_id: workspace })
          .where("id", "=", worker)
          .execute();
      await serve("elsewhere");
      expect(await admit()).toBe(0);
      await serve("main");
      expect(await admit()).toBe(1);
      expect(await takePermitsBack(fixture.db)).toEqual([]);
      await serve("elsewhere");
      expect(await takePermitsBack(fixture.db)).toEqual([LIMIT]);
    });

    it("waits for who gives permits of the key, and counts those", async () => {
      await newWorker();
      await store(limited(1));
      const other = await fixture.db.dedicatedClient();
      await other.query("begin");
      await other.query("select pg_advisory_xact_lock(hashtextextended($1, 0))", [`main/${KEY}`]);
      await other.query(
        `insert into job_running (id, workspace_id, attempt, worker_id, concurrency_key)
        values ($1, 'main', 1, $1, $2)`,
        [newId(), KEY],
      );
      const admitted = admit();
      await expect
        .poll(async () => (await other.query(WAITING_LOCKS)).rowCount, { timeout: 10_000 })
        .toBe(1);
      await other.query("commit");
      await other.end();
      expect(await admitted).toBe(0);
    });

    it("keeps the permit of a lost attempt that is started again", async () => {
      const worker = await newWorker();
      const [first] = await store(limited(1), limited(1));
      await admit();
      await claim(worker);
      await fixture.db.kysely.deleteFrom("workers").execute();
      await recoverLostAttempts(fixture.db, ALWAYS_HEARD);
      const next = await newWorker();
      expect(await admit()).toBe(0);
      expect(await claim(next)).toMatchObject([{ id: first, attempt: 2 }]);
    });

    it("frees the permit of a job that was lost for good or canceled", async () => {
      const worker = await newWorker();
      const [, second = ""] = await store(limited(1, { maxAttempts: 1 }), limited(1), limited(1));
      await admit();
      await claim(worker);
      await fixture.db.kysely.deleteFrom("workers").execute();
      expect(await recoverLostAttempts(fixture.db, ALWAYS_HEARD)).toMatchObject([
        { concurrency_key: KEY },
      ]);
      await newWorker();
      expect(await admit()).toBe(1);
      const canceled = await cancelJob(fixture.db, { id: second, by: "ann", reason: null });
      expect(canceled).toEqual({ outcome: "canceled", freed: [LIMIT] });
      expect(await admit()).toBe(1);
    });

    it("holds a scheduled job back when its time has come", async () => {
      await newWorker();
      await store(limited(1, { schedule: { inSeconds: 3600 } }));
      expect(asked).toEqual([]);
      await fixture.db.kysely
        .updateTable("job_scheduled")
        .set({ run_at: new Date(0) })
        .execute();
      expect(await moveDueJobs(fixture.db)).toMatchObject({ moved: 1, limits: [LIMIT] });
      expect(await admit()).toBe(1);
    });
  });

  describe("nextLimits", () => {
    it("goes from key to key, a few at a time, whatever waits behind each", async () => {
      const keys = ["a", "b", "c"];
      const jobs = keys.flatMap((key) => {
        const concurrency = { key, limit: 1 };
        return [newJob({ concurrency }), newJob({ concurrency })];
      });
      await store(...jobs);
      const limits = keys.map((key) => ({ workspace: "main", key }));
      expect(await nextLimits(fixture.db, undefined, 2)).toEqual(limits.slice(0, 2));
      expect(await nextLimits(fixture.db, limits[1], 2)).toEqual(limits.slice(2));
    });
  });

  describe("LimitedJobs", () => {
    it("finds what was missed, and gives all permits of a wide limit", async () => {
      const worker = await newWorker();
      await store(...Array.from({ length: 120 }, () => limited(110)));
      const { promise, resolve } = Promise.withResolvers<void>();
      let news = 0;
      const onReady = () => {
        news += 1;
        if (news === 2) {
          resolve();
        }
      };
      using duty = new LimitedJobs({ db: fixture.db, log: silent, onReady });
      await duty.sweep();
      await promise;
      expect(await claim(worker, 200)).toHaveLength(110);
    });
  });
});
