import { randomUUID } from "node:crypto";
import { getEventListeners } from "node:events";
import type { Log, OutputPiece } from "@getoperate/contract";
import { connect, type Database } from "@getoperate/db";
import { createEngine, type Engine, Vault } from "@getoperate/engine";
import { type TestDatabase, testDatabase } from "@getoperate/testing/postgres";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { START, type StreamedEvent } from "../src/jobs/events-after.ts";
import { streamEvents } from "../src/jobs/stream-events.ts";

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

describe("streamEvents", () => {
  let database: TestDatabase;
  let db: Database;
  let engine: Engine;
  beforeAll(async () => {
    database = await testDatabase({ version: 18 });
    const { connectionString } = database;
    db = connect(
      { connectionString },
      { applicationName: "stream", maxConnections: 4, onIdleError: () => undefined },
    );
    engine = await createEngine({
      db,
      vault: new Vault(db, async () => undefined),
      log: silent,
      notify: false,
      queueLimit: 1_000,
      retentionDays: 30,
      leaseSeconds: 15,
    });
  });
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
    await db[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  let jobId: string;
  let hangUp: AbortController;
  let stopping: AbortController;
  let isAllowed: boolean;
  beforeEach(() => {
    jobId = uuidv7();
    hangUp = new AbortController();
    stopping = new AbortController();
    isAllowed = true;
  });

  const open = (after = START) => {
    const checkCaller = async () => {
      if (!isAllowed) {
        throw new Error("not allowed");
      }
    };
    const platform = { db, engine, stopping: stopping.signal };
    return streamEvents({ platform, ctx: { signal: hangUp.signal }, jobId, checkCaller }, after);
  };
  const rest = async (events: AsyncGenerator<StreamedEvent>) => {
    const all: string[] = [];
    for await (const event of events) {
      all.push(written(event));
    }
    return all;
  };
  const begin = (attempt = 1) =>
    db.kysely
      .insertInto("job_running")
      .values({ id: jobId, workspace_id: "main", attempt, worker_id: randomUUID() })
      .execute();
  const lose = () => db.kysely.deleteFrom("job_running").where("id", "=", jobId).execute();
  const put = (sequence: number, attempt = 1) => {
    const piece: OutputPiece = { id: jobId, attempt, sequence, kind: "chunk", content: "7" };
    return engine.jobSource.appendOutput([piece]);
  };
  const end = async (attempt = 1) => {
    await lose();
    const result = { id: jobId, workspace_id: "main", status: "success", result: "7", attempt };
    await db.kysely.insertInto("job_results").values(result).execute();
  };
  const next = async (events: AsyncGenerator<StreamedEvent>) => {
    const { value } = await events.next();
    return value === undefined ? undefined : written(value);
  };
  const written = ({ place, event, data }: StreamedEvent) =>
    `${place.attempt}.${place.sequence} ${event} ${data}`;
  /** What of a stream stays in memory while it waits. */
  const remains = () => ({
    watched: engine.watchedJobs,
    listeners: [hangUp, stopping].map(({ signal }) => getEventListeners(signal, "abort").length),
  });
  /** Reads up to where the stream waits for more. */
  const waiting = async () => {
    await begin();
    const events = open();
    await next(events);
    await next(events);
    const more = events.next();
    await vi.waitFor(() => expect(remains().listeners).toEqual([1, 1]));
    return { events, more };
  };

  it("gives what comes while it waits, from memory, up to the end", async () => {
    const { events, more } = await waiting();
    await put(1);
    expect(written((await more).value ?? expect.fail())).toBe("1.1 chunk 7");
    await put(2);
    expect(await next(events)).toBe("1.2 chunk 7");
    await end();
    expect(await next(events)).toBe(`1.3 result {"id":"${jobId}","status":"success","result":7}`);
    expect(await next(events)).toBe("1.4 done {}");
    expect(await next(events)).toBeUndefined();
    expect(remains()).toEqual({ watched: 0, listeners: [0, 0] });
  });

  it("goes on with the next attempt after one that was lost, and says so", async () => {
    const { events, more } = await waiting();
    await put(1);
    await more;
    await lose();
    await begin(2);
    await put(1, 2);
    expect(await next(events)).toBe('2.0 status {"status":"running","attempt":2}');
    expect(await next(events)).toBe("2.1 chunk 7");
    await end(2);
    expect(await rest(events)).toEqual([expect.stringMatching(/^2\.2 result/), "2.3 done {}"]);
    const places = (await rest(open())).map((text) => text.split(" ")[0]);
    expect(places).toEqual(["0.0", "1.0", "1.1", "2.0", "2.1", "2.2", "2.3"]);
  });

  it("leaves nothing behind when the caller hangs up", async () => {
    const { more } = await waiting();
    expect(remains()).toEqual({ watched: 1, listeners: [1, 1] });
    hangUp.abort();
    expect(await more).toEqual({ done: true, value: undefined });
    expect(remains()).toEqual({ watched: 0, listeners: [0, 0] });
  });

  it("leaves nothing behind when it is given up between two events", async () => {
    const events = open();
    await next(events);
    expect(engine.watchedJobs).toBe(1);
    await events.return(undefined);
    expect(remains()).toEqual({ watched: 0, listeners: [0, 0] });
  });

  it("ends without the job's end when the server stops, and gives the rest to who comes again", async () => {
    const { more } = await waiting();
    stopping.abort();
    expect(await more).toEqual({ done: true, value: undefined });
    await put(1);
    await end();
    stopping = new AbortController();
    const events = (await rest(open({ attempt: 1, sequence: 0 }))).map(
      (text) => text.split(" ")[1],
    );
    expect(events).toEqual(["chunk", "result", "done"]);
  });

  it("asks at most once a second whether the caller may still read", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const { events, more } = await waiting();
      isAllowed = false;
      await put(1);
      expect(written((await more).value ?? expect.fail())).toBe("1.1 chunk 7");
      vi.advanceTimersByTime(1_001);
      await put(2);
      await expect(events.next()).rejects.toThrow("not allowed");
      expect(remains()).toEqual({ watched: 0, listeners: [0, 0] });
    } finally {
      vi.useRealTimers();
    }
  });
});
