import { describe, expect, it } from "vitest";
import { type Acknowledged, ledgerOf, type StoredJob } from "./ledger.ts";

const told = (changes: Partial<Acknowledged> = {}): Acknowledged => ({
  id: "a",
  kind: "sync",
  n: 1,
  told: "1",
  ...changes,
});

const job = (changes: Partial<StoredJob> = {}): StoredJob => ({
  id: "a",
  n: 1,
  status: "success",
  result: "1",
  attempt: 1,
  ...changes,
});

describe("ledgerOf", () => {
  it("counts what was acknowledged once, what ended, and how often it was started", () => {
    const killed = { status: "failure", result: '{"error":{"name":"ExitError"}}', attempt: 2 };
    const stored = [job(), job({ id: "b", n: 2, ...killed }), job({ id: "c", status: null })];
    const ledger = ledgerOf([told(), told(), told({ id: "b", told: undefined })], stored);
    expect(ledger).toEqual({
      acknowledged: 2,
      completed: 2,
      lost: [],
      broken: 1,
      doubled: [],
      attempts: { 1: 1, 2: 1 },
    });
  });

  it.each([
    ["is not stored", []],
    ["did not end", [job({ status: null, result: null })]],
    ["ended as a failure", [job({ status: "failure", result: "1" })]],
  ])("calls a job lost that %s", (_how, stored) => {
    expect(ledgerOf([told()], stored)).toMatchObject({ lost: [expect.stringContaining("a")] });
  });

  it.each([
    ["has two ends", [told()], [job(), job()]],
    ["ended in another way than its caller was told", [told()], [job({ result: "2" })]],
    [
      "is one of two of a key",
      [told({ kind: "idempotent", told: undefined })],
      [job(), job({ id: "b" })],
    ],
  ])("calls a job doubled that %s", (_how, acknowledged, stored) => {
    expect(ledgerOf(acknowledged, stored).doubled).toHaveLength(1);
  });
});
