import { onEachPostgres } from "@getoperate/testing/postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Enqueuer } from "../src/queue/enqueue.ts";
import { exchange } from "../src/queue/exchange.ts";
import { registerWorker } from "../src/queue/lease.ts";
import type { NewJob } from "../src/queue/new-job.ts";
import { whyWaiting } from "../src/queue/why-waiting.ts";
import {
  contextOf,
  newId,
  newJob,
  newRegistration,
  type QueueFixture,
  queueFixture,
  silentNews,
} from "./engine-fixture.ts";

const WORKER = newId();
const LIMIT = { key: "f/test/script", limit: 1 };

onEachPostgres((version) => {
  let fixture: QueueFixture;
  let enqueuer: Enqueuer;
  beforeAll(async () => {
    fixture = await queueFixture(version);
    enqueuer = new Enqueuer(fixture.db, silentNews);
    await registerWorker(fixture.db, newRegistration(WORKER, ["default", "other"]));
  });
  afterAll(() => fixture[Symbol.asyncDispose]());
  beforeEach(async () => {
    for (const table of ["job_ready", "job_limited"] as const) {
      await fixture.db.kysely.deleteFrom(table).execute();
    }
  });

  const store = async (changes: Partial<NewJob> = {}) => {
    const job = newJob(changes);
    expect(await enqueuer.enqueue(job)).toBe("accepted");
    return job.id;
  };
  const why = (id: string) => whyWaiting(fixture.db, id);

  describe("whyWaiting", () => {
    it("counts the jobs that start before, by priority and age", async () => {
      const first = await store();
      const second = await store();
      const urgent = await store({ priority: 1 });
      await store({ tag: "other", priority: 9 });
      const behind = (ahead: number) => ({ reason: "behind-others", ahead, more: false });
      expect(await why(urgent)).toEqual(behind(0));
      expect(await why(first)).toEqual(behind(1));
      expect(await why(second)).toEqual(behind(2));
    });

    it("counts those of a limit apart from others", async () => {
      await store({ priority: 9 });
      const first = await store({ concurrency: LIMIT });
      const second = await store({ concurrency: LIMIT });
      const reached = { reason: "limit-reached", limit: 1, key: null, more: false };
      expect(await why(first)).toEqual({ ...reached, ahead: 0 });
      expect(await why(second)).toEqual({ ...reached, ahead: 1 });
    });

    it("stops to count, and says so", async () => {
      await Promise.all(Array.from({ length: 1_001 }, () => store()));
      expect(await why(await store({ priority: -1 }))).toEqual({
        reason: "behind-others",
        ahead: 1_000,
        more: true,
      });
    });

    it("says nothing of a job that runs", async () => {
      const id = await store();
      await exchange(contextOf(fixture.db, WORKER), { completions: [], claim: 1 });
      expect(await why(id)).toBeUndefined();
    });
  });
});
