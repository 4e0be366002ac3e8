import { describe, expect, it } from "vitest";
import { lateEndsOf } from "./late-ends.ts";

const job = (id: string, attempt: number) => ({
  id,
  n: 1,
  status: "success",
  result: "1",
  attempt,
});

describe("lateEndsOf", () => {
  it("names the stalled attempts whose end is the one that is stored", () => {
    const stalled = [
      { id: "a", attempt: 1 },
      { id: "b", attempt: 2 },
    ];
    expect(lateEndsOf(stalled, [job("a", 2), job("b", 2), job("c", 1)])).toEqual([
      "stalled b: the end of attempt 2 was stored",
    ]);
  });
});
