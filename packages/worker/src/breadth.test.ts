import { describe, expect, it } from "vitest";
import { Breadth } from "./breadth.ts";

/** Of 8 slots on 2 processors. */
function breadthAfter(tookMs: number, running: number, nowMs = 0): Breadth {
  const breadth = new Breadth(8, 2);
  for (let jobs = 0; jobs < 50; jobs += 1) {
    breadth.note(tookMs, running, nowMs);
  }
  return breadth;
}

describe("Breadth", () => {
  it("uses all slots before it knows how long jobs take", () => {
    expect(new Breadth(8, 2).count).toBe(8);
  });

  it("runs one short job more than there are processors", () => {
    expect(breadthAfter(0.2, 1).count).toBe(3);
  });

  it("takes them for short when they only wait for each other", () => {
    expect(breadthAfter(1.6, 8).count).toBe(3);
  });

  it("uses all slots for jobs that wait for something", () => {
    expect(breadthAfter(10, 8).count).toBe(8);
  });

  it("never runs more than there are slots", () => {
    const breadth = new Breadth(1, 2);
    breadth.note(0.1, 1, 0);
    expect(breadth.count).toBe(1);
  });

  it("uses all slots again once jobs take longer, and for a second at least", () => {
    const breadth = breadthAfter(0.2, 1);
    for (let jobs = 0; jobs < 50; jobs += 1) {
      breadth.note(20, 3, 100);
    }
    expect(breadth.count).toBe(8);
    for (let jobs = 0; jobs < 100; jobs += 1) {
      breadth.note(0.2, 1, 500);
    }
    expect(breadth.count).toBe(8);
    breadth.note(0.2, 1, 2_000);
    expect(breadth.count).toBe(3);
  });

  it("uses all slots again when it is told that jobs are stuck", () => {
    const breadth = breadthAfter(0.2, 1);
    breadth.widen(0);
    expect(breadth.count).toBe(8);
  });
});
