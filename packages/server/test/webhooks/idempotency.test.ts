import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** The long form, 200 keys, is in the measurements. */
const KEYS = 20;
const SAME = 64;
const RUN = "/jobs/run_wait_result/p/u/admin/count";
// A warm process counts its runs: a second run of a key would answer with another number.
const COUNT = "let runs = 0; export function main(key: number) { runs += 1; return [key, runs]; }";

describe("Idempotency-Key", () => {
  let instance: TestInstance;
  beforeAll(async () => {
    instance = await testInstance();
    await instance.deploy("u/admin/count", COUNT);
  });
  afterAll(() => instance[Symbol.asyncDispose]());

  const send = (address: string, key: string, body: object) =>
    instance.request("POST", address, { body, headers: { "idempotency-key": key } });
  const jobs = async () =>
    Object((await instance.request("GET", "/jobs?path=u/admin/count&limit=200")).json()).items;

  it(`X13 makes ${KEYS} jobs of ${SAME} identical requests at once for each of ${KEYS} keys`, async () => {
    const before = (await jobs()).length;
    for (let key = 0; key < KEYS; key += 1) {
      const same = Array.from({ length: SAME }, () => send(RUN, `key-${key}`, { key }));
      const answers = await Promise.all(same);
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(new Set(answers.map(({ headers }) => headers.get("x-job-id"))).size).toBe(1);
      const first = answers.filter(({ headers }) => headers.get("idempotent-replayed") === null);
      expect(first).toHaveLength(1);
    }
    expect((await jobs()).length - before).toBe(KEYS);
  }, 120_000);

  it("X13 gives an async request the stored job, and refuses the key for another body", async () => {
    const address = "/jobs/run/p/u/admin/count";
    const [first, again] = [
      await send(address, "async", { key: 1 }),
      await send(address, "async", { key: 1 }),
    ];
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    const other = await send(address, "async", { key: 2 });
    expect([other.status, Object(other.json()).code]).toEqual([422, "idempotency-mismatch"]);
  });

  it("X13 keeps keys apart by user and by runnable", async () => {
    await instance.deploy("u/admin/other", COUNT);
    const own = await send("/jobs/run/p/u/admin/count", "shared", { key: 1 });
    const elsewhere = await send("/jobs/run/p/u/admin/other", "shared", { key: 1 });
    expect(elsewhere.headers.get("idempotent-replayed")).toBeNull();
    expect(elsewhere.text).not.toBe(own.text);
  });

  it.each(["", "a b", "k".repeat(256), "é"])("refuses the key %j", async (key) => {
    const answer = await send(RUN, key, { key: 1 });
    expect(answer.status).toBe(400);
  });
});
