import { testInstance } from "@getoperate/testing/instance";
import pg from "pg";
import { describe, expect, it } from "vitest";

const CALLS = 60;

describe("a server that stops", () => {
  it("answers every call that it took, and leaves no job behind half done", async () => {
    await using instance = await testInstance({ environment: { OPERATE_SLOTS: "4" } });
    await instance.deploy("u/admin/quick", "export function main(n: number) { return n; }");
    await instance.request("POST", "/jobs/run_wait_result/p/u/admin/quick");
    const call = (n: number) =>
      instance.request("POST", "/jobs/run_wait_result/p/u/admin/quick", { body: { n } }).then(
        ({ status, text }) => (status === 200 && text !== String(n) ? "wrong" : status),
        // The listening socket is closed: it was not taken.
        () => "refused",
      );
    const calls = Array.from({ length: CALLS }, (_, n) => call(n));
    await Promise.race(calls);
    await instance.stop();
    const answers = await Promise.all(calls);
    expect(answers).toEqual(answers.map(() => expect.toBeOneOf([200, 202, 503, "refused"])));

    const client = new pg.Client(instance.connectionString);
    await client.connect();
    const { rows } = await client.query(
      "select (select count(*) from job_ready)::int as ready, (select count(*) from job_running)::int as running",
    );
    await client.end();
    const later = answers.filter((answer) => answer === 202).length;
    expect(rows).toEqual([{ ready: later, running: 0 }]);
  });
});
