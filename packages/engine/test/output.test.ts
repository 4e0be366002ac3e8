import type { ClaimedJob, OutputPiece } from "@getoperate/contract";
import { onEachPostgres } from "@getoperate/testing/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appendOutput } from "../src/queue/append-output.ts";
import { Enqueuer } from "../src/queue/enqueue.ts";
import { exchange } from "../src/queue/exchange.ts";
import { registerWorker } from "../src/queue/lease.ts";
import { readOutput } from "../src/queue/read-output.ts";
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

const START = { attempt: 0, sequence: -1 };

onEachPostgres((version) => {
  let fixture: QueueFixture;
  let workerId: string;
  beforeAll(async () => {
    fixture = await queueFixture(version);
    workerId = await newWorker();
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  const newWorker = async () => {
    const id = newId();
    await registerWorker(fixture.db, newRegistration(id));
    return id;
  };
  const context = (id = workerId) => contextOf(fixture.db, id);
  const claimed = async (id = workerId): Promise<ClaimedJob> => {
    const { claimed: jobs } = await exchange(context(id), { completions: [], claim: 1 });
    return jobs[0] ?? expect.fail("There was no job.");
  };
  /** A job that runs. */
  const started = async (id = workerId) => {
    await new Enqueuer(fixture.db, silentNews).enqueue(newJob());
    return claimed(id);
  };
  const piece = (
    { id, attempt }: Pick<ClaimedJob, "id" | "attempt">,
    sequence: number,
    content = `${sequence}`,
  ): OutputPiece => ({ id, attempt, sequence, kind: "chunk", content });
  const append = (...pieces: OutputPiece[]) => appendOutput(fixture.db, pieces);
  const read = (job: Pick<ClaimedJob, "id">, after = START) =>
    readOutput(fixture.db, job.id, after);
  const contents = async (job: Pick<ClaimedJob, "id">) =>
    (await read(job)).pieces.map(({ content }) => content);

  describe("appendOutput", () => {
    it("stores a piece once, however often it comes", async () => {
      const job = await started();
      await append(piece(job, 1, "a"), piece(job, 2, "b"));
      await append(piece(job, 2, "again"), piece(job, 3, "c"));
      expect(await contents(job)).toEqual(["a", "b", "c"]);
    });

    it("leaves out what is of no attempt that runs", async () => {
      const [ended, runs] = [await started(), await started()];
      await exchange(context(), { completions: [completionOf(ended)], claim: 0 });
      await append(piece(ended, 1), piece({ ...runs, attempt: 2 }, 1), piece({ ...runs }, 1));
      expect(await contents(ended)).toEqual([]);
      expect((await read(runs)).pieces).toMatchObject([{ attempt: 1, sequence: 1 }]);
    });

    it("stores nothing behind an end whose commit is under way", async () => {
      const job = await started();
      const client = await fixture.db.dedicatedClient();
      try {
        await client.query("begin");
        await client.query("delete from job_running where id = $1", [job.id]);
        const appended = append(piece(job, 1));
        await expect.poll(waitsForLock).toBe(true);
        await client.query("commit");
        await appended;
      } finally {
        await client.end();
      }
      expect(await contents(job)).toEqual([]);
    });

    const waitsForLock = async () => {
      const text = `select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`;
      return (await fixture.db.run({ name: "waits-for-lock", text }, [])).length > 0;
    };
  });

  describe("readOutput", () => {
    it("reads both kinds in order after a place", async () => {
      const job = await started();
      await append(piece(job, 1), { ...piece(job, 2, "text\n"), kind: "log" }, piece(job, 3));
      const { pieces, ...standing } = await read(job, { attempt: 1, sequence: 1 });
      expect(pieces).toEqual([
        { attempt: 1, sequence: 2, kind: "log", content: "text\n" },
        { attempt: 1, sequence: 3, kind: "chunk", content: "3" },
      ]);
      expect(standing).toEqual({ hasMore: false, begun: 1, end: undefined });
    });

    it("says how often a job was started, and how it ended", async () => {
      const waiting = newJob();
      await new Enqueuer(fixture.db, silentNews).enqueue(waiting);
      expect(await read(waiting)).toEqual({ pieces: [], hasMore: false, begun: 0, end: undefined });
      const job = await claimed();
      await append(piece(job, 1));
      const completion = completionOf(job, { logs: "last", logSequence: 2 });
      await exchange(context(), { completions: [completion], claim: 0 });
      expect(await read(job, { attempt: 1, sequence: 2 })).toEqual({
        ...{ pieces: [], hasMore: false, begun: 1 },
        end: { status: "success", lastSequence: 2 },
      });
    });

    it("counts the last piece of the attempt that ended the job, not of one that was lost", async () => {
      const lost = await newWorker();
      const first = await started(lost);
      await append(piece(first, 1), piece(first, 2));
      await fixture.db.kysely.deleteFrom("workers").where("id", "=", lost).execute();
      await recoverLostAttempts(fixture.db, ALWAYS_HEARD);
      expect(await read(first)).toMatchObject({ begun: 1, end: undefined });
      const second = await claimed();
      await append(piece(second, 1), piece(first, 3));
      await exchange(context(), { completions: [completionOf(second)], claim: 0 });
      const page = await read(first);
      expect(page.pieces).toMatchObject([
        { attempt: 1, sequence: 1 },
        { attempt: 1, sequence: 2 },
        { attempt: 2, sequence: 1 },
      ]);
      expect(page).toMatchObject({ begun: 2, end: { lastSequence: 1 } });
    });

    it("reads so many pieces at once, and says that there are more", async () => {
      const job = await started();
      await append(...Array.from({ length: 501 }, (_, index) => piece(job, index + 1)));
      const page = await read(job);
      expect([page.pieces.length, page.hasMore]).toEqual([500, true]);
      const rest = await read(job, { attempt: 1, sequence: 500 });
      expect([rest.pieces.length, rest.hasMore]).toEqual([1, false]);
    });

    it("reads about a MiB at once, and always one piece", async () => {
      const job = await started();
      const long = "x".repeat(700 * 1024);
      await append(piece(job, 1, long), piece(job, 2, long), piece(job, 3, long + long));
      const lengths = async (sequence: number) => {
        const page = await read(job, { attempt: 1, sequence });
        return [...page.pieces.map(({ content }) => content.length), page.hasMore];
      };
      expect(await lengths(0)).toEqual([long.length, long.length, true]);
      expect(await lengths(2)).toEqual([2 * long.length, false]);
    });
  });
});
