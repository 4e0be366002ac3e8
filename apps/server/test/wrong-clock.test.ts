import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { type TlsFront, tlsFront } from "@getoperate/testing/tls-front";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endOf, startJob, until } from "./workers/jobs.ts";
import { WAYS } from "./workers/ways.ts";

const SHIFT_CLOCK = new URL("fixtures/shift-clock.ts", import.meta.url);
const HOUR_MS = 3_600_000;

const TIMES_OF_JOB = `
select r.started_at >= j.scheduled_for as is_due,
  r.completed_at - j.created_at < interval '10 minutes' as is_soon
from jobs j join job_results r using (id) where id = $1`;

const TIMES_OF_WORKER = `
select heartbeat_at > started_at + interval '0.1 s' as has_beaten,
  clock_timestamp() - heartbeat_at between interval '0' and interval '10 minutes' as is_now
from workers where name = $1`;

const CASES = WAYS.map((way, at) => ({ ...way, hour: at === 1 ? "behind" : "ahead" }));

describe("a worker whose clock is an hour off", () => {
  let server: TestInstance;
  let front: TlsFront;
  let client: pg.Client;
  beforeAll(async () => {
    server = await testInstance({ environment: { OPERATE_MODE: "server" } });
    front = await tlsFront(server.url);
    client = new pg.Client(server.connectionString);
    await client.connect();
    await server.deploy("u/admin/tick", "export function main() {}");
  });
  afterAll(async () => {
    await client.end();
    await front[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  /** What the database says of it; a machine that does other things takes some of its ten minutes. */
  const ask = async (text: string, value: string) =>
    (await client.query<Record<string, unknown>>(text, [value])).rows[0];

  it.each(CASES)(
    "lives, claims and waits by the database's alone: $hour, $name",
    {
      timeout: 60_000,
    },
    async ({ start, hour, kind }) => {
      const ms = hour === "ahead" ? HOUR_MS : -HOUR_MS;
      const environment = {
        NODE_OPTIONS: `--import=${SHIFT_CLOCK}?ms=${ms}`,
        OPERATE_LEASE: "3",
      };
      await using worker = await start(
        { server, front },
        { name: kind, tags: [kind], environment },
      );
      const id = await startJob(server, "p/u/admin/tick", { tag: kind, delaySeconds: 1 });
      expect(await endOf(server, id)).toMatchObject({
        status: "success",
        attempt: 1,
        worker: kind,
      });
      expect(await ask(TIMES_OF_JOB, id)).toEqual({ is_due: true, is_soon: true });
      await until(async () => (await ask(TIMES_OF_WORKER, kind))?.["has_beaten"] === true);
      expect(await ask(TIMES_OF_WORKER, kind)).toEqual({ has_beaten: true, is_now: true });
      expect(worker.printed()).not.toContain("lease was lost");
    },
  );
});
