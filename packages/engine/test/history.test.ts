import { randomUUID } from "node:crypto";
import { onEachPostgres } from "@getoperate/testing/postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keepHistory, preparePartitions } from "../src/duties/history.ts";
import { firstUuidOf } from "../src/duties/id-ranges.ts";
import { asLeader } from "../src/duties/leader.ts";
import { addPartition, PARTITIONED } from "../src/duties/partitions.ts";
import { appendOutput } from "../src/queue/append-output.ts";
import { Enqueuer } from "../src/queue/enqueue.ts";
import { exchange } from "../src/queue/exchange.ts";
import { registerWorker } from "../src/queue/lease.ts";
import {
  completionOf,
  newId,
  newJob,
  newRegistration,
  type QueueFixture,
  queueFixture,
  silent,
  silentNews,
} from "./engine-fixture.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const WORKER = "01890000-0000-7000-8000-0000000000aa";
const TABLES = ["jobs", "job_results", "job_logs"] as const;
const BY_TIME = TABLES.map((table) => `${table} by time`);
const IN_DEFAULT = TABLES.map((table) => `${table}_default`);

const dayOf = (time: Date) => time.toISOString().slice(0, 10).replaceAll("-", "");

onEachPostgres((version) => {
  let fixture: QueueFixture;
  let enqueuer: Enqueuer;
  beforeAll(async () => {
    fixture = await queueFixture(version);
    enqueuer = new Enqueuer(fixture.db, silentNews);
    await registerWorker(fixture.db, newRegistration(WORKER));
  });
  afterAll(() => fixture[Symbol.asyncDispose]());

  const context = {
    get db() {
      return fixture.db;
    },
    workerId: WORKER,
    known: () => [],
    onFreed: () => undefined,
  };
  const range = (days: number) => {
    const from = Math.floor(daysFromNow(days).getTime() / DAY_MS) * DAY_MS;
    return { from: new Date(from), to: new Date(from + DAY_MS) };
  };
  const query = async <Row extends object>(text: string, values: readonly unknown[] = []) =>
    fixture.db.run<Row>({ name: "", text }, values);
  const daysFromNow = (days: number) => new Date(Date.now() + days * DAY_MS);
  const keep = (days: number, retentionDays = 30) =>
    keepHistory({ db: fixture.db, log: silent, retentionDays, now: daysFromNow(days) });
  const idAt = (days: number) => firstUuidOf(daysFromNow(days)).slice(0, 14) + newId().slice(14);

  /** Ends a job as a worker does, with a line in its log. */
  const run = async (id: string) => {
    await query("update job_ready set priority = 100 where id = $1", [id]);
    const { claimed } = await exchange(context, { completions: [], claim: 1 });
    const completions = claimed.map((job) => completionOf(job, { logs: "line", logSequence: 1 }));
    await exchange(context, { completions, claim: 0 });
    expect(claimed.map((job) => job.id)).toEqual([id]);
  };
  const ended = async (changes: Parameters<typeof newJob>[0] = {}) => {
    const job = newJob(changes);
    expect(await enqueuer.enqueue(job)).toBe("accepted");
    await run(job.id);
    return job.id;
  };
  /** Where a job's rows lie, a table each. */
  const placesOf = async (id: string) => {
    const found = await Promise.all(
      TABLES.map((table) =>
        query<{ place: string }>(
          `select tableoid::regclass::text as place from ${table}
           where ${table === "job_logs" ? "job_id" : "id"} = $1`,
          [id],
        ),
      ),
    );
    return found.flat().map(({ place }) => place.replace(/_p\d{8}$/, " by time"));
  };

  describe("preparePartitions", () => {
    it("has a partition for jobs of now and of the next week, made once", async () => {
      const id = await ended();
      await Promise.all(
        [1, 2, 3].map(() => preparePartitions({ db: fixture.db, log: silent, retentionDays: 30 })),
      );
      expect(await placesOf(id)).toEqual(BY_TIME);
      const ahead = await ended({ id: idAt(6.9), isOwnId: true });
      expect((await placesOf(ahead))[0]).toBe("jobs by time");
    });

    it("takes rows along whose ids are of a time that had no partition", async () => {
      const early = await ended({ id: idAt(40), isOwnId: true });
      const far = await ended({ id: idAt(4_000), isOwnId: true });
      expect(await placesOf(early)).toEqual(IN_DEFAULT);
      const options = { db: fixture.db, log: silent, retentionDays: 365 };
      await preparePartitions({ ...options, now: daysFromNow(39) });
      expect(await placesOf(early)).toEqual(BY_TIME);
      expect(await placesOf(far)).toEqual(IN_DEFAULT);
      const left = await query("select conname from pg_constraint where conname like '%\\_free'");
      expect(left).toEqual([]);
    });
  });

  describe("addPartition", () => {
    const [jobs] = PARTITIONED;

    it("gives way to a reader, and leaves the ids of its range accepted", async () => {
      await using reader = await openTransaction(fixture, "select from jobs_default limit 1");
      const adding = asLeader({ db: fixture.db, name: "test", waits: true }, (session) =>
        addPartition(session, jobs, range(2_000)),
      );
      const blocked = "select from pg_locks where not granted and mode = 'AccessExclusiveLock'";
      await expect.poll(() => query(blocked), { interval: 10 }).not.toEqual([]);
      const job = newJob({ id: idAt(2_000), isOwnId: true });
      expect(await enqueuer.enqueue(job)).toBe("accepted");
      await reader.end();
      await adding;
      expect(await placesOf(job.id)).toEqual(["jobs by time"]);
    });

    it("reads none of the default partition while it keeps others off", async () => {
      const told: string[] = [];
      const client = await fixture.db.dedicatedClient();
      client.on("notice", ({ message }) => told.push(message ?? ""));
      await client.query("set client_min_messages = debug1");
      const session = {
        async query<Row>(text: string, values: readonly unknown[] = []) {
          const { rows } = await client.query(text, [...values]);
          return rows as Row[];
        },
      };
      await addPartition(session, jobs, range(2_100));
      await client.end();
      expect(told.filter((text) => text.includes("is implied by existing constraints"))).toEqual([
        expect.stringContaining('"jobs_p'),
        expect.stringContaining('default partition "jobs_default"'),
      ]);
    });
  });

  describe("keepHistory", () => {
    /** A partition for jobs of `days` ago. */
    const partitionOf = (days: number) =>
      asLeader({ db: fixture.db, name: "test", waits: true }, async (session) => {
        for (const table of PARTITIONED) {
          await addPartition(session, table, range(-days));
        }
      });
    const age = (id: string, days: number) =>
      query("update jobs set created_at = now() - make_interval(days => $2) where id = $1", [
        id,
        days,
      ]);
    const ofAge = async (days: number, changes: Parameters<typeof newJob>[0] = {}) => {
      const job = newJob({ id: idAt(-days), isOwnId: true, ...changes });
      expect(await enqueuer.enqueue(job)).toBe("accepted");
      await age(job.id, days);
      return job.id;
    };

    it("drops a partition with all that belongs to its jobs, and no other", async () => {
      await Promise.all([partitionOf(29), partitionOf(40)]);
      const [young, old] = [await ofAge(29), await ofAge(40)];
      await run(young);
      await run(old);
      expect(await placesOf(old)).toEqual(BY_TIME);
      await keep(0);
      expect(await placesOf(young)).toEqual(BY_TIME);
      expect(await placesOf(old)).toEqual([]);
      const names = await query("select from pg_class where relname = any($1::text[])", [
        PARTITIONED.map(({ table }) => `${table}_p${dayOf(range(-40).from)}`),
      ]);
      expect(names).toEqual([]);
    });

    it("keeps what waits, is scheduled or runs, and what it put out, until it ended", async () => {
      await partitionOf(50);
      const scheduled = await ofAge(50, { schedule: { inSeconds: 1_000 } });
      const running = await ofAge(50, { priority: 100 });
      const claim = { completions: [], claim: 1 };
      const { claimed } = await exchange(context, claim);
      await appendOutput(fixture.db, [
        { id: running, attempt: 1, sequence: 1, kind: "log", content: "x" },
      ]);
      const waiting = await ofAge(50);
      const limited = await ofAge(50, { concurrency: { key: "a", limit: 1 } });
      await keep(0);
      expect(await placesOf(scheduled)).toEqual(["jobs_default"]);
      expect(await placesOf(waiting)).toEqual(["jobs_default"]);
      expect(await placesOf(limited)).toEqual(["jobs_default"]);
      expect(await placesOf(running)).toEqual(["jobs_default", "job_logs_default"]);
      const completions = claimed.map((job) => completionOf(job));
      expect((await exchange(context, { completions, claim: 0 })).refused).toEqual([]);
      await run(waiting);
      await keep(29);
      expect(await placesOf(waiting)).toEqual(IN_DEFAULT);
      await keep(31);
      expect(await placesOf(waiting)).toEqual([]);
      expect(await placesOf(running)).toEqual([]);
      expect(await placesOf(scheduled)).toEqual(["jobs_default"]);
      expect(await placesOf(limited)).toEqual(["jobs_default"]);
    });

    it("keeps a job as long as others whatever time the caller's id says", async () => {
      await partitionOf(60);
      const old = await ended({ id: idAt(-60), isOwnId: true });
      const none = await ended({ id: randomUUID(), isOwnId: true });
      expect(await placesOf(old)).toEqual(BY_TIME);
      await keep(29);
      expect([await placesOf(old), await placesOf(none)]).toEqual([IN_DEFAULT, IN_DEFAULT]);
      await keep(31);
      expect([await placesOf(old), await placesOf(none)]).toEqual([[], []]);
    });

    it("lets a partition wait of which too many jobs stay", async () => {
      await partitionOf(70);
      await query(
        `with ids as (
           select ($1 || lpad(n::text, 22, '0'))::uuid as id from generate_series(1, 10001) n
         ), facts as (
           insert into jobs (id, workspace_id, path, hash, created_by, trigger, tag, priority,
             timeout_seconds, max_attempts, preprocess, created_at)
           select id, 'main', 'f/a', '', 'ann', 'trpc', '', 0, 1, 1, false, 'epoch' from ids
         )
         insert into job_scheduled (id, workspace_id, tag, priority, run_at)
         select id, 'main', 'none', 0, 'infinity' from ids`,
        [idAt(-70).replaceAll("-", "").slice(0, 10)],
      );
      const count = async () =>
        (await query<{ count: number }>("select count(*)::int from jobs where path = 'f/a'"))[0];
      await keep(0);
      expect(await query(`select from jobs_p${dayOf(range(-70).from)} limit 1`)).toHaveLength(1);
      await query("delete from job_scheduled where tag = 'none' and id::text like '%1'");
      await keep(0);
      expect(await count()).toEqual({ count: 9_000 });
    });

    it("forgets idempotency keys after a day", async () => {
      const keyed = (key: string) => ({ key, route: "path/f/a", requestHash: new Uint8Array(1) });
      await enqueuer.enqueue(newJob({ idempotency: keyed("old") }));
      await enqueuer.enqueue(newJob({ idempotency: keyed("young") }));
      await query(
        "update idempotency_keys set created_at = now() - interval '25 hours' where key = 'old'",
      );
      await keep(0);
      expect(await query("select key from idempotency_keys")).toEqual([{ key: "young" }]);
    });
  });

  describe("asLeader", () => {
    it("leaves the work to the one who is at it", async () => {
      const done: string[] = [];
      const lead = (name: string, who: string, then?: () => Promise<void>) =>
        asLeader({ db: fixture.db, name, waits: false }, async () => {
          done.push(who);
          await then?.();
        });
      await lead("test", "first", async () => {
        await lead("test", "second");
        await lead("another duty", "third");
      });
      await lead("test", "fourth");
      expect(done).toEqual(["first", "third", "fourth"]);
    });
  });
});

async function openTransaction({ db }: QueueFixture, statement: string) {
  const client = await db.dedicatedClient();
  await client.query("begin");
  await client.query(statement);
  let isOpen = true;
  const end = async () => {
    if (isOpen) {
      isOpen = false;
      await client.query("commit");
      await client.end();
    }
  };
  return { end, [Symbol.asyncDispose]: end };
}
