import { onEachPostgres } from "@getoperate/testing/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appendOutput } from "../src/queue/append-output.ts";
import { cancelJob } from "../src/queue/cancel.ts";
import { Enqueuer } from "../src/queue/enqueue.ts";
import { exchange } from "../src/queue/exchange.ts";
import { readValue } from "../src/queue/large-values.ts";
import { registerWorker } from "../src/queue/lease.ts";
import { readOutput } from "../src/queue/read-output.ts";
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
const TABLES = "^(jobs|job_results|job_logs|job_values|job_ready|job_running)";
/** More than a plan is tried anew for. */
const ROUNDS = 8;

onEachPostgres((version) => {
  let fixture: QueueFixture;
  let enqueuer: Enqueuer;
  beforeAll(async () => {
    fixture = await queueFixture(version);
    enqueuer = new Enqueuer(fixture.db, silentNews);
    await registerWorker(fixture.db, newRegistration(WORKER));
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  const query = <Row>(text: string) => fixture.db.run<Row>({ name: "", text }, []);

  /** All that a job goes through, one statement after the other. */
  const liveThrough = async () => {
    const { db } = fixture;
    const context = contextOf(db, WORKER);
    const job = newJob({ isOwnId: true, priority: 100 });
    expect(await enqueuer.enqueue(job)).toBe("accepted");
    const { claimed } = await exchange(context, { completions: [], claim: 1 });
    expect(claimed.map(({ id }) => id)).toEqual([job.id]);
    const piece = { id: job.id, attempt: 1, sequence: 1, kind: "log", content: "x" } as const;
    await appendOutput(db, [piece]);
    const completions = claimed.map((one) => completionOf(one));
    await exchange(context, { completions, claim: 0 });
    await readOutput(db, job.id, { attempt: 0, sequence: 0 });
    await readValue(db, job.id, "args");
    using waiters = new Waiters(db);
    waiters.add(job.id);
    await waiters.look([job.id]);
    await cancelJob(db, { id: job.id, by: "ann", reason: null });
  };
  const scans = async () => {
    await query("select pg_stat_force_next_flush()");
    const [row] = await query<{ whole: number; rows: number }>(
      `select sum(seq_scan)::int as whole, sum(n_tup_ins)::int as rows
       from pg_stat_user_tables where relname ~ '${TABLES}'`,
    );
    return row ?? { whole: 0, rows: 0 };
  };

  describe("statements of a job's life", () => {
    it("read no table whole, also when they were planned while it was empty", async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        await liveThrough();
      }
      await query(`
        with ids as (
          select ('01890000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid as id
          from generate_series(1000, 4000) n
        ), facts as (
          insert into jobs (id, workspace_id, path, hash, created_by, trigger, tag, priority,
            timeout_seconds, max_attempts, preprocess)
          select id, 'main', 'f/a', '', 'ann', 'trpc', '', 0, 1, 1, false from ids
        ), results as (
          insert into job_results (id, workspace_id, status, attempt)
          select id, 'main', 'success', 1 from ids
        )
        insert into job_ready (id, workspace_id, tag, priority, attempt)
        select id, 'main', 'default', 0, 0 from ids`);
      await expect.poll(async () => (await scans()).rows).toBeGreaterThan(9_000);
      const before = await scans();
      for (let round = 0; round < ROUNDS; round += 1) {
        await liveThrough();
      }
      await expect.poll(async () => (await scans()).rows).toBe(before.rows + 5 * ROUNDS);
      expect((await scans()).whole).toBe(before.whole);
    });
  });
});
