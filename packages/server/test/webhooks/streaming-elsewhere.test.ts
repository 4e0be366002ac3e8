import { type TestInstance, testInstance } from "@getoperate/testing/instance";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openEvents } from "./event-reader.ts";

const SLOW_COUNT = `export async function* main(n: number) {
  for (let at = 0; at < n; at += 1) {
    yield at;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}`;
const STREAM = "/jobs/run_and_stream/p/u/admin/count";

describe.each([
  ["told by NOTIFY", "on"],
  ["found by polling", "off"],
])("streaming a job that another server runs, %s", (_, notify) => {
  let runner: TestInstance;
  /** Runs no jobs. */
  let other: TestInstance;
  beforeAll(async () => {
    runner = await testInstance({ environment: { OPERATE_NOTIFY: notify } });
    await runner.deploy("u/admin/count", SLOW_COUNT);
  });
  beforeEach(async () => {
    const environment = {
      DATABASE_URL: runner.connectionString,
      OPERATE_NOTIFY: notify,
      OPERATE_TAGS: "nothing",
    };
    other = await testInstance({ environment });
    return () => other[Symbol.asyncDispose]();
  });
  afterAll(() => runner[Symbol.asyncDispose]());

  it("X15 sends what the job yields while it runs there", async () => {
    await using events = await openEvents(other, ["POST", STREAM], { body: { n: 5 } });
    const all = await events.rest();
    expect(all.map(({ event }) => event)).toEqual([
      ...["status", "status", "chunk", "chunk", "chunk", "chunk", "chunk", "result", "done"],
    ]);
  });

  it("X16 ends in order when its server stops, and goes on at another one", async () => {
    const { text: id } = await runner.request("POST", "/jobs/run/p/u/admin/count", {
      body: { n: 20 },
    });
    const path = `/jobs/${id}/events`;
    await using first = await openEvents(other, ["GET", path]);
    const seen = await first.until("chunk");
    const stoppedAt = performance.now();
    const [rest] = await Promise.all([first.rest(), other.stop()]);
    // Its connections would be cut after the grace.
    expect(performance.now() - stoppedAt).toBeLessThan(8_000);
    expect(rest.map(({ event }) => event)).not.toContain("result");
    expect(first.text).toMatch(/\n\n: there is more; come again\n\n$/);
    const lastId = [...seen, ...rest].at(-1)?.id ?? "";
    const headers = { "last-event-id": lastId };
    await using second = await openEvents(runner, ["GET", path], { headers });
    const all = [...seen, ...rest, ...(await second.rest())];
    await using whole = await openEvents(runner, ["GET", path]);
    expect(all).toEqual(await whole.rest());
    expect(all.filter(({ event }) => event === "chunk")).toHaveLength(20);
  });
});
