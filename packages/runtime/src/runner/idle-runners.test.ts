import { describe, expect, it, vi } from "vitest";
import { IdleRunners } from "./idle-runners.ts";

interface FakeRunner {
  readonly name: string;
  isUsable: boolean;
}

function runner(name: string): FakeRunner {
  return { name, isUsable: true };
}

describe("IdleRunners", () => {
  it("gives a version the runner that it used last", () => {
    const idle = new IdleRunners<FakeRunner>();
    const [first, second, other] = [runner("first"), runner("second"), runner("other")];
    idle.add(first, "a");
    idle.add(second, "a");
    idle.add(other, "b");
    expect([idle.take("a"), idle.take("a"), idle.take("a")]).toEqual([second, first, undefined]);
    expect(idle.size).toBe(1);
  });

  it("gives nobody a runner that ended while it was idle", () => {
    const idle = new IdleRunners<FakeRunner>();
    const [good, ended] = [runner("good"), runner("ended")];
    idle.add(good, "a");
    idle.add(ended, "a");
    ended.isUsable = false;
    expect(idle.take("a")).toBe(good);
    expect(idle.size).toBe(0);
  });

  it("gives up the one that was used longest ago first", () => {
    const idle = new IdleRunners<FakeRunner>();
    const [first, second] = [runner("first"), runner("second")];
    idle.add(first, "main/a");
    idle.add(second, "main/b");
    idle.add(idle.take("main/a") ?? runner("none"), "main/a");
    const given = [idle.takeSpare(), idle.takeSpare(), idle.takeSpare()];
    expect(given).toEqual([second, first, undefined]);
  });

  it("gives up those of the workspace that has most first", () => {
    const idle = new IdleRunners<FakeRunner>();
    const [lone, first, second] = [runner("lone"), runner("first"), runner("second")];
    idle.add(lone, "small/a");
    idle.add(first, "large/a");
    idle.add(second, "large/b");
    const given = [idle.takeSpare(), idle.takeSpare(), idle.takeSpare()];
    expect(given).toEqual([first, lone, second]);
  });

  it("forgets a runner", () => {
    const idle = new IdleRunners<FakeRunner>();
    const gone = runner("gone");
    idle.add(gone, "a");
    idle.delete(gone);
    expect(idle.take("a")).toBeUndefined();
  });

  it("gives up those that were idle too long, and knows the longest", () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    try {
      const idle = new IdleRunners<FakeRunner>();
      expect(idle.longestMs).toBeUndefined();
      const [first, second, third] = [runner("first"), runner("second"), runner("third")];
      idle.add(first, "a");
      vi.advanceTimersByTime(10);
      idle.add(second, "b");
      vi.advanceTimersByTime(10);
      idle.add(third, "a");
      expect(idle.longestMs).toBe(20);
      expect(idle.takeOlderThan(21)).toEqual([]);
      expect(idle.takeOlderThan(10)).toEqual([first, second]);
      expect(idle.takeOlderThan(0)).toEqual([third]);
    } finally {
      vi.useRealTimers();
    }
  });
});
