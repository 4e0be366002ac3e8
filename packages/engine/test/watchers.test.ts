import { randomUUID } from "node:crypto";
import type { Database } from "@getoperate/db";
import { onEachPostgres } from "@getoperate/testing/postgres";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Watcher, Watchers } from "../src/wait/watchers.ts";
import { newId, type QueueFixture, queueFixture } from "./engine-fixture.ts";

const START = { attempt: 1, sequence: 0 };

onEachPostgres((version) => {
  describe("Watchers", () => {
    let fixture: QueueFixture;
    let watchers: Watchers;
    /** How many jobs each look was for. */
    let looks: number[];
    beforeAll(async () => {
      fixture = await queueFixture(version);
    });
    afterAll(() => fixture[Symbol.asyncDispose]());
    beforeEach(() => {
      looks = [];
      const { db } = fixture;
      const counting: Database = {
        ...db,
        run: (statement, values) => {
          looks.push(Object(values[0]).length);
          return db.run(statement, values);
        },
      };
      watchers = new Watchers(counting);
    });
    afterEach(() => watchers[Symbol.dispose]());

    const store = (jobId: string, sequence: number) =>
      fixture.db.kysely
        .insertInto("job_logs")
        .values({ job_id: jobId, attempt: 1, sequence, kind: "log", content: "x" })
        .execute();
    /** Whether there is news before there are that many looks. */
    const hasNews = async (watcher: Watcher, place = START) => {
      let isTold = false;
      void watcher.news(place).then(() => {
        isTold = true;
      });
      await Promise.resolve();
      return () => isTold;
    };

    it("tells from memory all who follow a job, and nobody else", async () => {
      using one = watchers.add("a");
      using other = watchers.add("a");
      using third = watchers.add("b");
      const told = [await hasNews(one), await hasNews(other), await hasNews(third)];
      watchers.tell(["a", "c"]);
      await Promise.resolve();
      expect(told.map((isTold) => isTold())).toEqual([true, true, false]);
    });

    it("misses nothing that is told while nobody waits, and tells it once", async () => {
      using watcher = watchers.add("a");
      watchers.tell(["a"]);
      watchers.tell(["a"]);
      await watcher.news(START);
      const isTold = await hasNews(watcher);
      expect(isTold()).toBe(false);
    });

    it.each<[string, (id: string) => Promise<unknown>]>([
      ["a piece behind the place", (id) => store(id, 1)],
      [
        "the next attempt",
        (id) =>
          fixture.db.kysely
            .insertInto("job_running")
            .values({ id, workspace_id: "main", attempt: 2, worker_id: randomUUID() })
            .execute(),
      ],
      [
        "the end",
        (id) =>
          fixture.db.kysely
            .insertInto("job_results")
            .values({ id, workspace_id: "main", status: "success", result: "1", attempt: 1 })
            .execute(),
      ],
    ])("finds %s by looking where nobody tells", async (_, happen) => {
      const id = newId();
      using watcher = watchers.add(id);
      await store(id, 0);
      const isTold = await hasNews(watcher);
      await expect.poll(() => looks.length).toBeGreaterThan(1);
      expect(isTold()).toBe(false);
      await happen(id);
      await expect.poll(isTold).toBe(true);
    });

    it("looks for all who wait in one statement, and for nobody else", async () => {
      using one = watchers.add(newId());
      using other = watchers.add(newId());
      using busy = watchers.add(newId());
      void one.news(START);
      void other.news(START);
      await expect.poll(() => looks.length).toBeGreaterThan(1);
      expect(new Set(looks)).toEqual(new Set([2]));
      expect(busy).toBeDefined();
    });

    it("forgets who is gone", () => {
      const [one, other] = [watchers.add("a"), watchers.add("a")];
      expect(watchers.size).toBe(1);
      one[Symbol.dispose]();
      expect(watchers.size).toBe(1);
      other[Symbol.dispose]();
      expect(watchers.size).toBe(0);
    });
  });
});
