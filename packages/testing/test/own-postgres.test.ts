import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type OwnPostgres, ownPostgres } from "../src/own-postgres.ts";

const startOf = async (postgres: OwnPostgres) =>
  (await postgres.query("select pg_postmaster_start_time()::text as at"))[0]?.["at"];

describe("ownPostgres", () => {
  it("keeps what was committed, and its address, over a stop and a crash", {
    timeout: 60_000,
  }, async () => {
    await using postgres = await ownPostgres();
    await postgres.query("create table kept (way text)");
    const starts = [await startOf(postgres)];
    for (const way of ["stop", "crash"] as const) {
      await postgres.query("insert into kept values ($1)", [way]);
      await postgres[way]();
      await expect(postgres.query("select 1")).rejects.toThrow();
      await postgres.start();
      starts.push(await startOf(postgres));
    }
    expect(new Set(starts).size).toBe(3);
    expect(await postgres.query("select * from kept")).toEqual([{ way: "stop" }, { way: "crash" }]);
  });

  it("answers nobody while it is frozen, and goes on afterwards", { timeout: 60_000 }, async () => {
    await using postgres = await ownPostgres();
    const before = await startOf(postgres);
    await postgres.freeze();
    const asked = startOf(postgres);
    const first = await Promise.race([asked, sleep(300, "silence")]);
    expect(first).toBe("silence");
    postgres.thaw();
    expect(await asked).toBe(before);
  });
});
