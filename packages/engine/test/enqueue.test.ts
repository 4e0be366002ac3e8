import { createHash } from "node:crypto";
import type { ClaimedJob } from "@getoperate/contract";
import { onEachPostgres } from "@getoperate/testing/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Enqueuer } from "../src/queue/enqueue.ts";
import { registerWorker } from "../src/queue/lease.ts";
import {
  deployVersion,
  newId,
  newJob,
  newRegistration,
  type QueueFixture,
  queueFixture,
  silentNews,
  TOKEN_ID,
} from "./engine-fixture.ts";

const digest = (text: string) => createHash("sha256").update(text).digest();

onEachPostgres((version) => {
  describe("Enqueuer", () => {
    let fixture: QueueFixture;
    let enqueuer: Enqueuer;
    let readyNews = 0;
    beforeAll(async () => {
      fixture = await queueFixture(version);
      enqueuer = new Enqueuer(fixture.db, {
        ...silentNews,
        onReady: () => {
          readyNews += 1;
        },
      });
    });
    afterAll(() => fixture[Symbol.asyncDispose]());

    const rowsOf = async (id: string) => {
      const { kysely } = fixture.db;
      const count = async (table: "jobs" | "job_ready" | "job_running") =>
        (await kysely.selectFrom(table).select("id").where("id", "=", id).execute()).length;
      return {
        jobs: await count("jobs"),
        ready: await count("job_ready"),
        running: await count("job_running"),
      };
    };

    it("stores a job that waits, and tells that one does", async () => {
      const job = newJob();
      const before = readyNews;
      expect(await enqueuer.enqueue(job)).toBe("accepted");
      expect(await rowsOf(job.id)).toEqual({ jobs: 1, ready: 1, running: 0 });
      expect(readyNews).toBe(before + 1);
    });

    it("records a job that a free slot takes as running there, and hands it over", async () => {
      const started: ClaimedJob[] = [];
      const id = newId();
      await registerWorker(fixture.db, newRegistration(id));
      enqueuer.attach(id, ["default"], {
        reserve: () => true,
        unreserve: () => undefined,
        start: (job) => started.push(job),
      });
      const job = newJob({ args: '{"a":1}' });
      expect(await enqueuer.enqueue(job)).toBe("accepted");
      enqueuer.detach(id);
      expect(await rowsOf(job.id)).toEqual({ jobs: 1, ready: 0, running: 1 });
      expect(started).toMatchObject([{ id: job.id, attempt: 1, args: '{"a":1}' }]);
    });

    it("gives the slot back for a job that was refused", async () => {
      let taken = 0;
      const id = newId();
      await registerWorker(fixture.db, newRegistration(id));
      enqueuer.attach(id, ["default"], {
        reserve: () => {
          taken += 1;
          return true;
        },
        unreserve: () => {
          taken -= 1;
        },
        start: () => undefined,
      });
      expect(await enqueuer.enqueue(newJob({ hash: "ffffffffffffffff" }))).toBe("head-moved");
      enqueuer.detach(id);
      expect(taken).toBe(0);
    });

    it("refuses a job whose path moved on to another version", async () => {
      const { kysely } = fixture.db;
      await deployVersion(kysely, "aaaaaaaaaaaaaaaa", 2);
      const job = newJob();
      expect(await enqueuer.enqueue(job)).toBe("head-moved");
      expect(await rowsOf(job.id)).toEqual({ jobs: 0, ready: 0, running: 0 });
      expect(await enqueuer.enqueue(newJob({ byPath: false }))).toBe("accepted");
      await kysely.updateTable("scripts").set({ head_hash: "0123456789abcdef" }).execute();
    });

    it("refuses a job whose path was archived", async () => {
      const { kysely } = fixture.db;
      await kysely.updateTable("scripts").set({ archived_at: new Date() }).execute();
      expect(await enqueuer.enqueue(newJob())).toBe("head-moved");
      await kysely.updateTable("scripts").set({ archived_at: null }).execute();
    });

    const token = { id: TOKEN_ID, prefix: "gop_u_ab", role: "developer" };

    it("accepts a valid token", async () => {
      expect(await enqueuer.enqueue(newJob({ token }))).toBe("accepted");
    });

    it("refuses a token whose owner has another role by now", async () => {
      const job = newJob({ token: { ...token, role: "admin" } });
      expect(await enqueuer.enqueue(job)).toBe("token-gone");
    });

    it("refuses an expired token", async () => {
      const { kysely } = fixture.db;
      await kysely
        .updateTable("tokens")
        .set({ expires_at: new Date(0) })
        .execute();
      expect(await enqueuer.enqueue(newJob({ token }))).toBe("token-gone");
      await kysely.updateTable("tokens").set({ expires_at: null }).execute();
    });

    it("refuses a revoked token and leaves its neighbours in the batch alone", async () => {
      const revoked = newJob({ token: { ...token, id: newId() } });
      const outcomes = await Promise.all([enqueuer.enqueue(newJob()), enqueuer.enqueue(revoked)]);
      expect(outcomes).toEqual(["accepted", "token-gone"]);
      expect(await rowsOf(revoked.id)).toEqual({ jobs: 0, ready: 0, running: 0 });
    });

    it("X13 makes one job of 64 identical requests with one key, in one batch or in many", async () => {
      const idempotency = { key: "k1", route: "p", requestHash: digest("{}") };
      const other = new Enqueuer(fixture.db, silentNews);
      const jobs = Array.from({ length: 64 }, () => newJob({ idempotency }));
      const outcomes = await Promise.all(
        jobs.map((job, index) => (index % 2 === 0 ? enqueuer : other).enqueue(job)),
      );
      expect(outcomes.filter((outcome) => outcome === "accepted")).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === "key-taken")).toHaveLength(63);
      const ids = jobs.map(({ id }) => id);
      const stored = await fixture.db.kysely
        .selectFrom("jobs")
        .select("id")
        .where("id", "in", ids)
        .execute();
      expect(stored).toHaveLength(1);
    });
  });
});
