// Random interleavings of all that may happen to limited jobs, against a reference that only knows
// which jobs there are and how many of a key may run.
import type { ClaimedJob } from "@getoperate/contract";
import { onEachPostgres } from "@getoperate/testing/postgres";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { admitJobs } from "../src/queue/admit.ts";
import { cancelJob } from "../src/queue/cancel.ts";
import { Enqueuer } from "../src/queue/enqueue.ts";
import { exchange } from "../src/queue/exchange.ts";
import { nextLimits, takePermitsBack } from "../src/queue/find-limits.ts";
import { registerWorker } from "../src/queue/lease.ts";
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

const LIMITS: Readonly<Record<string, number>> = { a: 1, b: 2, c: 5 };
const KEYS = Object.keys(LIMITS).map((key) => ({ workspace: "main", key }));
const TAGS = ["x", "y"];

type Action =
  | {
      readonly kind: "enqueue";
      readonly key: string;
      readonly tag: string;
      readonly urgent: boolean;
    }
  | { readonly kind: "admit" | "sweep" | "recover" }
  | { readonly kind: "claim" | "complete" | "lose" | "cancel"; readonly pick: number };

const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("enqueue" as const),
      key: fc.constantFrom(...Object.keys(LIMITS)),
      tag: fc.constantFrom(...TAGS),
      urgent: fc.boolean(),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("admit" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom("sweep" as const, "recover" as const) }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom("claim" as const, "complete" as const),
      pick: fc.nat(1_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom("lose" as const, "cancel" as const),
      pick: fc.nat(1_000),
    }),
  },
);

onEachPostgres((version) => {
  let fixture: QueueFixture;
  beforeAll(async () => {
    fixture = await queueFixture(version);
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  /** The reference, and what does to the database what it is told. */
  class Model {
    readonly enqueuer = new Enqueuer(fixture.db, silentNews);
    readonly jobIds = new Set<string>();
    readonly workers: { id: string; held: ClaimedJob[] }[] = [];

    async addWorker(tags: readonly string[]): Promise<void> {
      const id = newId();
      await registerWorker(fixture.db, newRegistration(id, tags));
      this.workers.push({ id, held: [] });
    }

    async do(step: Action): Promise<void> {
      switch (step.kind) {
        case "enqueue": {
          const { key, tag, urgent } = step;
          const concurrency = { key, limit: LIMITS[key] ?? 0 };
          const job = newJob({ tag, concurrency, priority: urgent ? 1 : 0, maxAttempts: 2 });
          await this.enqueuer.enqueue(job);
          this.jobIds.add(job.id);
          return;
        }
        case "admit":
          await admitJobs(fixture.db, KEYS);
          return;
        case "sweep":
          await takePermitsBack(fixture.db);
          await admitJobs(fixture.db, await nextLimits(fixture.db, undefined, 100));
          return;
        case "recover":
          await recoverLostAttempts(fixture.db, ALWAYS_HEARD);
          return;
        case "claim":
          await this.exchange(step.pick, 1 + (step.pick % 3), 0);
          return;
        case "complete":
          await this.exchange(step.pick, 0, 1 + (step.pick % 3));
          return;
        case "cancel": {
          const id = [...this.jobIds][step.pick % Math.max(1, this.jobIds.size)];
          if (id !== undefined) {
            await cancelJob(fixture.db, { id, by: "ann", reason: null });
          }
          return;
        }
        case "lose":
          await this.lose(step.pick);
      }
    }

    async exchange(pick: number, claim: number, complete: number): Promise<void> {
      const worker = this.workers[pick % this.workers.length];
      if (worker !== undefined) {
        const ended = worker.held.splice(0, complete);
        const answer = await exchange(contextOf(fixture.db, worker.id), {
          claim,
          completions: ended.map((job) => completionOf(job)),
        });
        worker.held.push(...answer.claimed);
      }
    }

    /** The worker is as good as dead; another one comes for it. */
    async lose(pick: number): Promise<void> {
      const [worker] = this.workers.splice(pick % this.workers.length, 1);
      await fixture.db.kysely
        .deleteFrom("workers")
        .where("id", "=", worker?.id ?? "")
        .execute();
      await this.addWorker(TAGS.slice(pick % 2));
    }

    async expectWithinLimits(): Promise<void> {
      const rows = await fixture.db.kysely
        .selectFrom("job_running")
        .select(["concurrency_key as key", ({ fn }) => fn.countAll<string>().as("count")])
        .groupBy("concurrency_key")
        .execute();
      for (const { key, count } of rows) {
        expect(Number(count), `running of ${key}`).toBeLessThanOrEqual(LIMITS[key ?? ""] ?? 0);
      }
    }

    /** With a worker for each tag, all that is left ends; says how many jobs did not. */
    async drain(): Promise<number> {
      await this.addWorker(TAGS);
      for (let turn = 0; turn <= this.jobIds.size; turn += 1) {
        await this.do({ kind: "recover" });
        await this.do({ kind: "sweep" });
        await this.exchange(this.workers.length - 1, 100, 0);
        await this.expectWithinLimits();
        await Promise.all(this.workers.map((_, index) => this.exchange(index, 0, 100)));
      }
      const unended = await fixture.db.kysely
        .selectFrom("jobs as j")
        .leftJoin("job_results as r", "r.id", "j.id")
        .select("j.id")
        .where("r.id", "is", null)
        .execute();
      return unended.length;
    }
  }

  describe("concurrency limits", () => {
    it("are never passed and let every job end, whatever happens in whatever order", async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.array(action, { minLength: 2, maxLength: 6 }), {
            minLength: 8,
            maxLength: 16,
          }),
          async (batches) => {
            await fixture.db.kysely.deleteFrom("workers").execute();
            const model = new Model();
            await model.addWorker(TAGS);
            await model.addWorker(["x"]);
            for (const batch of batches) {
              await Promise.all(batch.map((step) => model.do(step)));
              await model.expectWithinLimits();
            }
            expect(await model.drain()).toBe(0);
          },
        ),
        { numRuns: 6, endOnFailure: true },
      );
    });
  });
});
