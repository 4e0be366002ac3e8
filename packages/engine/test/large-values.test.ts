import type { ClaimedJob } from "@getoperate/contract";
import { onEachPostgres } from "@getoperate/testing/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Enqueuer } from "../src/queue/enqueue.ts";
import { exchange } from "../src/queue/exchange.ts";
import { isLarge, LARGE_BYTES, loadArguments, readValue } from "../src/queue/large-values.ts";
import { registerWorker } from "../src/queue/lease.ts";
import type { NewJob } from "../src/queue/new-job.ts";
import { Waiters } from "../src/wait/waiters.ts";
import {
  completionOf,
  contextOf,
  newJob,
  newRegistration,
  type QueueFixture,
  queueFixture,
  silentNews,
} from "./engine-fixture.ts";

const WORKER = "01890000-0000-7000-8000-0000000000aa";
const NEXT_WORKER = "01890000-0000-7000-8000-0000000000bb";

/** JSON of so many bytes, with characters that JSON and SQL write in other ways. */
const jsonOf = (bytes: number) => {
  const text = "ü\\\"{},' ";
  const rest = JSON.stringify({ text });
  return JSON.stringify({ text: text + "x".repeat(bytes - Buffer.byteLength(rest)) });
};
const SMALL = jsonOf(LARGE_BYTES);
const LARGE = jsonOf(LARGE_BYTES + 1);

describe("isLarge", () => {
  it("counts bytes, not characters", () => {
    expect([SMALL, LARGE].map(isLarge)).toEqual([false, true]);
    expect(isLarge("€".repeat(LARGE_BYTES / 3))).toBe(false);
    expect(isLarge("€".repeat(LARGE_BYTES / 3 + 1))).toBe(true);
  });
});

onEachPostgres((version) => {
  let fixture: QueueFixture;
  let enqueuer: Enqueuer;
  beforeAll(async () => {
    fixture = await queueFixture(version);
    enqueuer = new Enqueuer(fixture.db, silentNews);
    for (const id of [WORKER, NEXT_WORKER]) {
      await registerWorker(fixture.db, newRegistration(id));
    }
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  const context = (workerId: string) => contextOf(fixture.db, workerId);
  const add = async (changes: Partial<NewJob>) => {
    const job = newJob(changes);
    expect(await enqueuer.enqueue(job)).toBe("accepted");
    return job.id;
  };
  const claim = async (count: number) =>
    (await exchange(context(WORKER), { completions: [], claim: count })).claimed;
  const complete = (job: ClaimedJob, result: string, workerId = WORKER) =>
    exchange(context(workerId), { completions: [completionOf(job, { result })], claim: 0 });
  const asides = (id: string) =>
    fixture.db.run<{ kind: string; small: boolean }>(
      {
        name: "",
        text: `select kind, octet_length(content) < 10000 as small from job_values
          where job_id = $1 order by kind`,
      },
      [id],
    );

  describe("large arguments", () => {
    it("lie aside, compressed, and are asked for by the attempt that runs", async () => {
      const ids = [await add({ args: LARGE }), await add({ args: SMALL })];
      const claimed = await claim(2);
      expect(claimed.map(({ id, args }) => [id, args])).toEqual([
        [ids[0], null],
        [ids[1], SMALL],
      ]);
      const [large, small] = claimed;
      expect(await asides(ids[0] ?? "")).toEqual([{ kind: "args", small: true }]);
      expect(await asides(ids[1] ?? "")).toEqual([]);
      if (large !== undefined && small !== undefined) {
        expect(await loadArguments(fixture.db, large)).toBe(LARGE);
        await expect(loadArguments(fixture.db, { ...large, attempt: 2 })).rejects.toThrow("gone");
        await complete(large, "1");
        await expect(loadArguments(fixture.db, large)).rejects.toThrow("gone");
        await complete(small, "1");
      }
      expect(await readValue(fixture.db, ids[0] ?? "", "args")).toBe(LARGE);
    });

    it("are refused with the rest of a job that is refused", async () => {
      const outcome = await enqueuer.enqueue(
        newJob({
          args: LARGE,
          hash: "ffffffffffffffff",
          id: "01890000-0000-7000-8000-0000000000ee",
        }),
      );
      expect(outcome).toBe("head-moved");
      expect(await asides("01890000-0000-7000-8000-0000000000ee")).toEqual([]);
    });

    it("X2 are stored once when two ask for the same id at once", async () => {
      const job = newJob({ isOwnId: true, args: LARGE });
      const outcomes = await Promise.all([enqueuer.enqueue(job), enqueuer.enqueue({ ...job })]);
      expect(outcomes.toSorted()).toEqual(["accepted", "id-taken"]);
      const [claimed] = await claim(1);
      await (claimed && complete(claimed, "1"));
    });

    it("are there from memory where a worker of this process takes the job", async () => {
      const started: ClaimedJob[] = [];
      const direct = {
        reserve: () => true,
        unreserve: () => undefined,
        start: (job: ClaimedJob) => void started.push(job),
      };
      enqueuer.attach(WORKER, ["default"], direct);
      const id = await add({ args: LARGE });
      enqueuer.detach(WORKER);
      expect(started.map((job) => [job.id, job.args])).toEqual([[id, LARGE]]);
      await Promise.all(started.map((job) => complete(job, "1")));
    });
  });

  describe("a large result", () => {
    it("lies aside, and whoever waits for it gets it as it was", async () => {
      const ids = [await add({}), await add({})];
      const [large, small] = await claim(2);
      using waiters = new Waiters(fixture.db);
      const waiting = ids.map((id) => waiters.add(id));
      if (large !== undefined && small !== undefined) {
        const completions = [completionOf(large, { result: LARGE }), completionOf(small)];
        const answer = await exchange(context(WORKER), { completions, claim: 0 });
        expect(answer).toEqual({ refused: [], claimed: [] });
      }
      await waiters.look(ids);
      expect(
        await Promise.all(waiting.map((waiter) => new Promise((resolve) => waiter.onEnd(resolve)))),
      ).toEqual([
        { status: "success", result: LARGE },
        { status: "success", result: "1" },
      ]);
      expect(await asides(ids[0] ?? "")).toEqual([{ kind: "result", small: true }]);
      expect(await asides(ids[1] ?? "")).toEqual([]);
    });

    it("is refused whole when the attempt is another worker's", async () => {
      const id = await add({ args: LARGE });
      const [job] = await claim(1);
      if (job !== undefined) {
        expect((await complete(job, LARGE, NEXT_WORKER)).refused).toEqual([id]);
        expect(await asides(id)).toEqual([{ kind: "args", small: true }]);
        expect((await complete(job, LARGE)).refused).toEqual([]);
        expect((await complete(job, LARGE)).refused).toEqual([id]);
      }
      expect(await asides(id)).toHaveLength(2);
    });
  });
});
