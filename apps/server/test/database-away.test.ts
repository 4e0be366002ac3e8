import { ADMIN_TOKEN } from "@getoperate/testing/instance";
import { type OwnPostgres, ownPostgres } from "@getoperate/testing/own-postgres";
import { type ServerProcess, startServer } from "@getoperate/testing/server-process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Asked, everyRequest } from "./outage/every-request.ts";
import { type Exchange, Lanes } from "./outage/lanes.ts";

const SCRIPT = `export async function main(n = 0) {
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { n, once: Math.random() };
}`;

/** Service is there again so soon after the database is. */
const BACK_MS = 10_000;

/** A caller whose job or stream had begun waits for the database with it. */
const MAY_WAIT = /Stream/;

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

let postgres: OwnPostgres;
let server: ServerProcess;
let asked: readonly Asked[];

beforeAll(async () => {
  postgres = await ownPostgres();
  server = await startServer({
    DATABASE_URL: postgres.connectionString,
    OPERATE_ADMIN_TOKEN: ADMIN_TOKEN,
    OPERATE_SYNC_TIMEOUT: "8",
  });
  const script = "u/admin/napping";
  for (const path of [script, "u/admin/spare"]) {
    await server.request("POST", "/scripts", { body: { path, content: SCRIPT } });
  }
  const { hash } = Object((await server.request("GET", `/scripts/p/${script}`)).json());
  const run = await server.request("POST", `/jobs/run_wait_result/p/${script}`);
  const job = run.headers.get("x-job-id") ?? "";
  asked = await everyRequest(server.request, { script, hash, job });
});

afterAll(async () => {
  expect(await server.end("SIGTERM")).toBe(0);
  await postgres[Symbol.asyncDispose]();
});

describe("a server whose PostgreSQL goes away and comes back", () => {
  it.each([
    ["is stopped", () => postgres.stop(), () => postgres.start()],
    ["crashes", () => postgres.crash(), () => postgres.start()],
    ["stands still", () => postgres.freeze(), async () => postgres.thaw()],
  ] as const)(
    "X17 answers 503 or later, loses no acknowledged job and serves again by itself, if it %s",
    { timeout: 180_000 },
    async (_way, takeAway, bringBack) => {
      await using lanes = new Lanes(asked);
      await lanes.round();
      const calm = new Map(lanes.exchanges.map(({ name, answer }) => [name, answer.status]));
      expect([...calm].filter(([, status]) => status >= 500)).toEqual([]);

      await takeAway();
      const awayAtMs = performance.now();
      await lanes.round(MAY_WAIT);
      await bringBack();
      const backAtMs = performance.now();
      await untilServed(lanes);
      await lanes.end();

      const meanwhile = lanes.exchanges.filter(({ endedAtMs }) => endedAtMs > awayAtMs);
      expect(meanwhile.flatMap((exchange) => faultOf(exchange, calm))).toEqual([]);
      const refused = meanwhile.filter(isRefused);
      expect(refused).not.toHaveLength(0);
      expect(refused.filter(({ sentAtMs }) => sentAtMs > backAtMs + BACK_MS)).toEqual([]);
      await expectAllEnded(lanes.exchanges);
      expect(server.printed()).not.toContain("met a bug");
    },
  );
});

/** Says what is wrong with an answer that came without the database, or soon after its return. */
function faultOf({ name, answer }: Exchange, calm: ReadonlyMap<string, number>): string[] {
  const { status, headers, text } = answer;
  // The wait of a sync call may end before the database is back.
  if (status === calm.get(name) || (status === 202 && headers.has("x-job-id"))) {
    return [];
  }
  const isTold =
    name === "instance.readyz" ||
    (Number(headers.get("retry-after")) > 0 && text.includes('"unavailable"'));
  return status === 503 && isTold ? [] : [`${name}: ${status} ${text.slice(0, 300)}`];
}

function isRefused({ answer }: Exchange): boolean {
  return answer.status === 503;
}

/** Resolves when a whole round met no refusal. */
async function untilServed(lanes: Lanes): Promise<void> {
  let known: number;
  do {
    known = lanes.exchanges.length;
    await lanes.round();
  } while (lanes.exchanges.slice(known).some(isRefused));
}

/** Every job that an answer named ended, and as the answer said if it told the end. */
async function expectAllEnded(exchanges: readonly Exchange[]): Promise<void> {
  const acknowledged = exchanges.flatMap(({ name, answer }) => {
    const { status, headers, text } = answer;
    const isRun = status < 300 && /run/i.test(name);
    const id = headers.get("x-job-id") ?? (isRun ? UUID.exec(text)?.[0] : undefined);
    return id === undefined ? [] : [{ id, told: text.startsWith('{"n"') ? text : undefined }];
  });
  expect(acknowledged).not.toHaveLength(0);
  const faults = await Promise.all(
    acknowledged.map(async ({ id, told }) => {
      const { status, text } = await server.request("GET", `/jobs/${id}/result?wait=60`);
      const isAsTold = status === 200 && text === (told ?? text) && text.startsWith('{"n"');
      return isAsTold ? [] : [`${id}: ${status} ${text}, told ${told}`];
    }),
  );
  expect(faults.flat()).toEqual([]);
}
