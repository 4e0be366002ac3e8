import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { restAfterFault } from "./rest-after-fault.ts";

const REST_MS = 1_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A duty whose database is away at will, and what it did. */
function observed() {
  const done: string[] = [];
  let isAway = false;
  const act = (what: string) => async () => {
    if (isAway) {
      throw new Error("away");
    }
    done.push(what);
  };
  const duty = restAfterFault({ run: act("run"), probe: act("probe"), restMs: REST_MS });
  return {
    done,
    duty,
    setAway: (value: boolean) => {
      isAway = value;
    },
  };
}

describe("restAfterFault", () => {
  it("runs every time while nothing fails", async () => {
    const { done, duty } = observed();
    await duty();
    await duty();
    expect(done).toEqual(["run", "run"]);
  });

  it("tells of a fault, and only probes until the rest after the last fault is over", async () => {
    const { done, duty, setAway } = observed();
    setAway(true);
    await expect(duty()).rejects.toThrow("away");
    vi.advanceTimersByTime(REST_MS - 1);
    await expect(duty()).rejects.toThrow("away");
    setAway(false);
    vi.advanceTimersByTime(REST_MS - 1);
    await duty();
    vi.advanceTimersByTime(1);
    await duty();
    expect(done).toEqual(["probe", "run"]);
  });
});
