import { describe, expect, it } from "vitest";
import { Batcher } from "./batch.ts";

describe("Batcher", () => {
  it("puts what arrives in one turn into one run and answers each its own", async () => {
    const runs: number[][] = [];
    const batcher = new Batcher<number, number>({
      maxItems: 10,
      maxInFlight: 1,
      run: async (items) => {
        runs.push([...items]);
        return items.map((item) => item * 2);
      },
    });
    expect(await Promise.all([1, 2, 3].map((item) => batcher.add(item)))).toEqual([2, 4, 6]);
    expect(runs).toEqual([[1, 2, 3]]);
  });

  it("puts no more size into a run than may be, but one item whatever its size", async () => {
    const runs: number[][] = [];
    const batcher = new Batcher<number, number>({
      maxItems: 3,
      maxSize: 10,
      sizeOf: (item) => item,
      maxInFlight: 1,
      run: async (items) => {
        runs.push([...items]);
        return items;
      },
    });
    await Promise.all([5, 5, 1, 99, 1, 1, 1, 1].map((item) => batcher.add(item)));
    expect(runs).toEqual([[5, 5], [1], [99], [1, 1, 1], [1]]);
  });

  it("collects what arrives during a run for the next one, in pieces of at most maxItems", async () => {
    const sizes: number[] = [];
    let finish: () => void = () => undefined;
    const first = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const batcher = new Batcher<number, number>({
      maxItems: 4,
      maxInFlight: 1,
      run: async (items) => {
        sizes.push(items.length);
        await first;
        return items;
      },
    });
    const one = batcher.add(0);
    await new Promise(setImmediate);
    const rest = Array.from({ length: 6 }, (_, index) => batcher.add(index));
    finish();
    await Promise.all([one, ...rest]);
    expect(sizes).toEqual([1, 4, 2]);
  });

  it("tells a fault to the item that it comes from, and does the others without it", async () => {
    const batcher = new Batcher<number, number>({
      maxItems: 10,
      maxInFlight: 1,
      run: async (items) => {
        if (items.includes(1)) {
          throw new RangeError("bad");
        }
        return items;
      },
    });
    const outcomes = await Promise.allSettled([0, 1, 2].map((item) => batcher.add(item)));
    expect(outcomes).toMatchObject([{ value: 0 }, { reason: { message: "bad" } }, { value: 2 }]);
  });

  it("tells a passing fault of the database to all, without a run for each", async () => {
    let runs = 0;
    const batcher = new Batcher<number, number>({
      maxItems: 10,
      maxInFlight: 1,
      run: async () => {
        runs += 1;
        throw Object.assign(new Error("away"), { code: "57P01" });
      },
    });
    const outcomes = await Promise.allSettled([1, 2].map((item) => batcher.add(item)));
    expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(runs).toBe(1);
  });
});
