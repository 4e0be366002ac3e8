import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine, Vault } from "../src/index.ts";
import {
  completionOf,
  newId,
  newJob,
  type QueueFixture,
  queueFixture,
  silent,
} from "./engine-fixture.ts";

describe("AgentGate", () => {
  let fixture: QueueFixture;
  let engine: Engine;
  beforeAll(async () => {
    fixture = await queueFixture(18);
    const { db } = fixture;
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
    await fixture[Symbol.asyncDispose]();
  });

  it("tells who waits what is stored, whatever a repeated completion says", async () => {
    const job = newJob();
    const { kysely } = fixture.db;
    await kysely
      .insertInto("job_results")
      .values({
        id: job.id,
        workspace_id: job.workspace,
        status: "success",
        result: '"true"',
        attempt: 1,
      })
      .execute();
    using waiter = engine.waitFor(job.id);
    const forged = { ...completionOf({ id: job.id, attempt: 1 }), result: '"forged"' };
    const request = { completions: [forged], claim: 0, known: [], isRepeated: true };
    await engine.agents.exchange(newId(), request);
    const end = await new Promise((resolve) => waiter.onEnd(resolve));
    expect(end).toEqual({ status: "success", result: '"true"' });
  });
});
