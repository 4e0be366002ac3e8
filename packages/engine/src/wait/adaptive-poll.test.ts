import { beforeEach, describe, expect, it, vi } from "vitest";
import { AdaptivePoll, type PollOutcome } from "./adaptive-poll.ts";

describe("AdaptivePoll", () => {
  let outcome: PollOutcome | "fault";
  let looks: number;
  let poll: AdaptivePoll;
  beforeEach(() => {
    vi.useFakeTimers();
    // In the middle of what the pauses are spread over.
    vi.spyOn(Math, "random").mockReturnValue(0.5);
    looks = 0;
    outcome = "nothing";
    poll = new AdaptivePoll(async () => {
      looks += 1;
      if (outcome === "fault") {
        throw new Error("The database is away.");
      }
      return outcome;
    });
    return () => vi.useRealTimers();
  });
  const looksWithin = async (ms: number) => {
    const before = looks;
    await vi.advanceTimersByTimeAsync(ms);
    return looks - before;
  };

  it("does nothing until somebody waits", async () => {
    expect(vi.getTimerCount()).toBe(0);
    poll.hurry();
    expect(await looksWithin(50)).toBe(1);
  });

  it.each(["nothing", "fault"] as const)(
    "looks less often after %s, at least each 2 s",
    async (met) => {
      outcome = met;
      poll.hurry();
      expect(await looksWithin(50 + 100 + 200 + 400 + 800 + 1_600)).toBe(6);
      expect(await looksWithin(20_000)).toBe(10);
    },
  );

  it("looks often again once it found something", async () => {
    poll.hurry();
    await looksWithin(10_000);
    outcome = "found";
    await looksWithin(2_000);
    expect(await looksWithin(500)).toBe(10);
  });

  it("stops when nobody waits, and goes on where it was when somebody does again", async () => {
    poll.hurry();
    await looksWithin(50 + 100);
    outcome = "unneeded";
    expect(await looksWithin(60_000)).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
    outcome = "nothing";
    poll.goOn();
    expect(await looksWithin(399)).toBe(0);
    expect(await looksWithin(1)).toBe(1);
  });

  it("leaves no timer when it is disposed of, and starts none", () => {
    poll.hurry();
    poll[Symbol.dispose]();
    poll.hurry();
    expect(vi.getTimerCount()).toBe(0);
  });
});
