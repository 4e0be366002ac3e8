import type { SendRequest } from "@getoperate/testing/requester";
import { describe, expect, it } from "vitest";
import { JobLedger } from "./job-ledger.ts";

const idOf = (number: number) => `01890000-0000-7000-8000-00000000000${number}`;

/** A server with two pages of jobs. */
const request: SendRequest = async (_method, path) => {
  const items = path.includes("cursor") ? [{ id: idOf(3) }] : [{ id: idOf(1) }, { id: idOf(2) }];
  const next_cursor = path.includes("cursor") ? null : "more";
  const text = JSON.stringify({ items, next_cursor });
  return { status: 200, headers: new Headers(), text, json: () => JSON.parse(text) };
};

const answer = (headers: [string, string][], body = "") => ({
  status: 200,
  headers,
  body: Buffer.from(body),
});

describe("JobLedger", () => {
  it("knows the jobs that answers named, in headers and bodies", async () => {
    const ledger = new JobLedger([idOf(1)]);
    ledger.note(answer([["X-Job-Id", idOf(2)]]));
    ledger.note(answer([], `{"id":"${idOf(3)}"}`));
    expect(await ledger.faults(request)).toEqual([]);
  });

  it("finds a job that no answer named, also one that only a list names", async () => {
    const ledger = new JobLedger([idOf(1), idOf(2)]);
    ledger.note(answer([], JSON.stringify({ items: [{ id: idOf(3) }] })));
    expect(await ledger.faults(request)).toEqual([expect.stringMatching(/^1 jobs that no answer/)]);
  });

  it("minds that a request without an answer may have started one", async () => {
    const ledger = new JobLedger([idOf(1), idOf(2)]);
    ledger.noteUnanswered();
    expect(await ledger.faults(request)).toEqual([]);
  });
});
