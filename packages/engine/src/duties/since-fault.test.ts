import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sinceFault } from "./since-fault.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A duty whose database is away at will, and what it was told. */
function observed() {
  const told: number[] = [];
  let isAway = false;
  const duty = sinceFault(async (quietSeconds) => {
    if (isAway) {
      throw new Error("away");
    }
    told.push(quietSeconds);
  });
  return {
    told,
    duty,
    setAway: (value: boolean) => {
      isAway = value;
    },
  };
}

describe("sinceFault", () => {
  it("blames everybody while nothing failed", async () => {
    const { told, duty } = observed();
    await duty();
    await duty();
    expect(told).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });

  it("tells of a fault, and counts from the last one", async () => {
    const { told, duty, setAway } = observed();
    setAway(true);
    await expect(duty()).rejects.toThrow("away");
    vi.advanceTimersByTime(1_000);
    await expect(duty()).rejects.toThrow("away");
    setAway(false);
    vi.advanceTimersByTime(250);
    await duty();
    vi.advanceTimersByTime(1_000);
    await duty();
    expect(told).toEqual([0.25, 1.25]);
  });
});
