import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { ADMIN_TOKEN, type TestInstance, testInstance } from "@getoperate/testing/instance";
import { LARGE_BODY_KINDS, sendLargeBody } from "@getoperate/testing/large-body";
import { type TestDatabase, testDatabase } from "@getoperate/testing/postgres";
import { forgetPeak, processMemory } from "@getoperate/testing/process-memory";
import { type ServerProcess, startServer } from "@getoperate/testing/server-process";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { rowCounts } from "../bad-input/refusal.ts";

const MIB = 1024 * 1024;
const SCRIPT = `export async function main(text: string) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}`;
const RUN = "/jobs/run_wait_result/p/u/admin/digest";

describe("many bodies that are too large", () => {
  // Together eight times the limit of one, twice of what they may cost.
  const bodies = 8;
  const most = 64 * MIB;
  let database: TestDatabase;
  let server: ServerProcess;
  beforeAll(async () => {
    database = await testDatabase({ version: 18 });
    server = await startServer({
      DATABASE_URL: database.connectionString,
      OPERATE_ADMIN_TOKEN: ADMIN_TOKEN,
    });
    await server.request("POST", "/scripts", {
      body: { path: "u/admin/digest", content: SCRIPT },
    });
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
  });

  it.each(LARGE_BODY_KINDS)(
    "X7 are refused at little cost, however they come: %s",
    async (kind) => {
      const before = await rowCounts(database.connectionString);
      const { resident } = await processMemory(server.pid);
      await forgetPeak(server.pid);
      const send = () =>
        sendLargeBody({
          url: server.url,
          path: `/api/w/main${RUN}`,
          token: ADMIN_TOKEN,
          kind,
          bytes: 64 * MIB,
        });
      const answers = await Promise.all(Array.from({ length: bodies }, send));
      expect(answers.map(({ status, isClosed }) => [status, isClosed])).toEqual(
        answers.map(() => [413, true]),
      );
      const { peak } = await processMemory(server.pid);
      expect(peak - resident).toBeLessThan(most);
      expect(await rowCounts(database.connectionString)).toEqual(before);
    },
  );
});

describe("a body that is large", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance({ environment: { OPERATE_BODY_LIMIT: String(4 * MIB) } });
    await instance.deploy("u/admin/digest", SCRIPT);
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const call = (body: Uint8Array, coding = "identity") => {
    const headers = { "content-type": "application/json", "content-encoding": coding };
    return instance.request("POST", RUN, { body, headers });
  };

  it("X7 arrives as it was sent, up to the last byte that the limit allows", async () => {
    const frame = Buffer.byteLength('{"text":""}');
    const text = "0123456789ä€".repeat(MIB).slice(0, 3 * MIB);
    const room = 4 * MIB - frame - Buffer.byteLength(text);
    const whole = text + "x".repeat(room);
    const digest = createHash("sha256").update(whole).digest("hex");
    const body = Buffer.from(JSON.stringify({ text: whole }));
    expect(body.length).toBe(4 * MIB);
    expect((await call(body)).json()).toBe(digest);
    expect((await call(gzipSync(body), "gzip")).json()).toBe(digest);
    const longer = Buffer.concat([body, Buffer.from(" ")]);
    expect((await call(longer)).status).toBe(413);
    expect((await call(gzipSync(longer), "gzip")).status).toBe(413);
  });

  it("X17 is refused with 503 where there is no room for it", async () => {
    vi.stubEnv("TMPDIR", "/nowhere");
    const large = await call(Buffer.from(JSON.stringify({ text: "x".repeat(MIB) })));
    expect([large.status, Object(large.json()).code]).toEqual([503, "unavailable"]);
    expect(Number(large.headers.get("retry-after"))).toBeGreaterThan(0);
    const small = await call(Buffer.from(JSON.stringify({ text: "x" })));
    expect(small.status).toBe(200);
  });
});
