import { onEachPostgres } from "@getoperate/testing/postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Enqueuer } from "../src/queue/enqueue.ts";
import { exchange } from "../src/queue/exchange.ts";
import { giveBack } from "../src/queue/give-back.ts";
import { registerWorker } from "../src/queue/lease.ts";
import type { NewJob } from "../src/queue/new-job.ts";
import { moveDueJobs } from "../src/queue/scheduled.ts";
import {
  contextOf,
  newId,
  newJob,
  newRegistration,
  type QueueFixture,
  queueFixture,
  silentNews,
} from "./engine-fixture.ts";

onEachPostgres((version) => {
  describe("the order of jobs that wait", () => {
    let fixture: QueueFixture;
    let enqueuer: Enqueuer | undefined;
    let worker: string;
    beforeAll(async () => {
      fixture = await queueFixture(version);
    });
    afterAll(async () => {
      enqueuer?.[Symbol.dispose]();
      await fixture[Symbol.asyncDispose]();
    });
    beforeEach(async () => {
      // One of its own for each test: it remembers who had jobs waiting.
      enqueuer?.[Symbol.dispose]();
      enqueuer = new Enqueuer(fixture.db, silentNews);
      for (const table of ["job_ready", "job_scheduled", "job_running"] as const) {
        await fixture.db.kysely.deleteFrom(table).execute();
      }
      worker = newId();
      await registerWorker(fixture.db, newRegistration(worker, ["default", "other"]));
    });

    const add = async (count: number, job: Partial<NewJob>) => {
      const jobs = Array.from({ length: count }, () => newJob(job));
      await Promise.all(jobs.map((one) => enqueuer?.enqueue(one)));
      return jobs.map(({ id }) => id);
    };
    const claim = async (count: number) =>
      (await exchange(contextOf(fixture.db, worker), { claim: count, completions: [] })).claimed;
    const claimOf = async (count: number, key: "createdBy" | "workspace", value: string) =>
      (await claim(count)).filter((job) => job[key] === value).length;

    it("lets a newcomer pass a flood", async () => {
      await add(300, { createdBy: "ann" });
      await add(1, { createdBy: "bob" });
      expect(await claimOf(5, "createdBy", "bob")).toBe(1);
    });

    it("serves the floods of two workspaces by turns, the earlier one's head start left out", async () => {
      const flood = (workspace: string) => add(200, { workspace, byPath: false });
      await flood("one");
      await claim(50);
      await flood("two");
      const share = await claimOf(40, "workspace", "two");
      expect(share).toBeGreaterThanOrEqual(19);
      expect(share).toBeLessThanOrEqual(21);
    });

    it("gives a token a third at least beside the earlier flood of its workspace", async () => {
      await add(200, { createdBy: "ann" });
      await add(200, { createdBy: "bob" });
      const share = await claimOf(42, "createdBy", "bob");
      expect(share).toBeGreaterThanOrEqual(13);
      expect(share).toBeLessThanOrEqual(22);
    });

    it("serves one who adds to a flood behind it", async () => {
      const [first] = await add(100, { createdBy: "ann" });
      await add(100, { createdBy: "bob" });
      const more = await add(100, { createdBy: "ann" });
      const claimed = (await claim(150)).map(({ id }) => id);
      expect(claimed).toContain(first);
      expect(claimed.filter((id) => more.includes(id))).toEqual([]);
    });

    it("gives a workspace of four tokens no more than one of one", async () => {
      for (let round = 0; round < 40; round += 1) {
        await Promise.all([
          add(1, { workspace: "one", createdBy: "ann", byPath: false }),
          ...["b", "c", "d", "e"].map((createdBy) =>
            add(1, { workspace: "four", createdBy, byPath: false }),
          ),
        ]);
      }
      const share = await claimOf(40, "workspace", "one");
      expect(share).toBeGreaterThanOrEqual(15);
      expect(share).toBeLessThanOrEqual(25);
    });

    it("lets a flooded tag hold up no other", async () => {
      await add(100, { tag: "default" });
      await add(1, { tag: "other", createdBy: "bob" });
      expect(await claimOf(2, "createdBy", "bob")).toBe(1);
    });

    it("takes priority before turns", async () => {
      await add(1, { createdBy: "bob" });
      await add(100, { createdBy: "ann", priority: 5 });
      expect(await claimOf(100, "createdBy", "bob")).toBe(0);
    });

    it("counts nothing that somebody took while nobody waited", async () => {
      await add(100, { createdBy: "ann" });
      await claim(100);
      await add(100, { createdBy: "bob" });
      await add(1, { createdBy: "ann" });
      expect(await claimOf(5, "createdBy", "ann")).toBe(1);
    });

    it("lets a job whose time has passed wait like any other", async () => {
      await add(100, { createdBy: "ann" });
      await add(1, { createdBy: "bob", schedule: { at: new Date(0) } });
      expect(await claimOf(5, "createdBy", "bob")).toBe(1);
    });

    it("gives a job back to where it was", async () => {
      await add(50, {});
      const [first] = await claim(1);
      if (first !== undefined) {
        await giveBack(fixture.db, worker, [first]);
      }
      expect(await claim(1)).toEqual([first]);
    });

    it("lets a scheduled job pass a flood when its time has come", async () => {
      await add(100, { createdBy: "ann" });
      await add(1, { createdBy: "bob", schedule: { inSeconds: 1 } });
      const isMoved = async () => (await moveDueJobs(fixture.db)).nextMs === undefined;
      await expect.poll(isMoved, { timeout: 20_000 }).toBe(true);
      expect(await claimOf(5, "createdBy", "bob")).toBe(1);
    });
  });
});
