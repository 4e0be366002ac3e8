import { describe, expect, it, onTestFinished } from "vitest";
import { Lanes } from "./lanes.ts";

const SLOTS = 8;

/** Lanes of jobs that end when they are told to, after many that ended at once. */
async function lanesAfterShortJobs() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  // Short jobs take no time, however busy the machine is.
  let nowMs = () => 0;
  const lanes = new Lanes<string>({
    slots: SLOTS,
    processors: 2,
    holdMs: 60_000,
    onOverdue: () => undefined,
    nowMs: () => nowMs(),
    run(job) {
      begun.push(job);
      const { promise, resolve } = Promise.withResolvers<() => void>();
      const end = () => resolve(() => begun.push(`after ${job}`));
      ends.set(job, end);
      if (job === "short") {
        end();
      }
      return promise;
    },
  });
  onTestFinished(() => lanes[Symbol.dispose]());
  for (let jobs = 0; jobs < 100; jobs += 1) {
    lanes.add("short");
    await new Promise(setImmediate);
  }
  begun.splice(0);
  nowMs = () => performance.now();
  return { lanes, begun, end: (job: string) => ends.get(job)?.() };
}

const JOBS = Array.from({ length: SLOTS }, (_, at) => `job ${at}`);

describe("Lanes", () => {
  it("runs few at once after short jobs, and all once these do not end", async () => {
    const { lanes, begun } = await lanesAfterShortJobs();
    for (const job of JOBS) {
      lanes.add(job);
    }
    expect(begun).toEqual(JOBS.slice(0, 3));
    await expect.poll(() => begun).toEqual(JOBS);
  });

  it("begins the next job before it looks back at the last", async () => {
    const { lanes, begun, end } = await lanesAfterShortJobs();
    for (const job of JOBS.slice(0, 4)) {
      lanes.add(job);
    }
    end("job 0");
    await expect.poll(() => begun).toHaveLength(5);
    expect(begun).toEqual(["job 0", "job 1", "job 2", "job 3", "after job 0"]);
  });

  it("runs one that waits at once when it is canceled", async () => {
    const { lanes, begun } = await lanesAfterShortJobs();
    for (const job of JOBS.slice(0, 4)) {
      lanes.add(job);
    }
    lanes.hurry("job 3");
    expect(begun).toEqual(JOBS.slice(0, 4));
  });

  it("hands back those that wait, and does not run them", async () => {
    const { lanes, begun } = await lanesAfterShortJobs();
    for (const job of JOBS) {
      lanes.add(job);
    }
    expect(lanes.takeHeld()).toEqual(JOBS.slice(3));
    expect(begun).toEqual(JOBS.slice(0, 3));
  });
});
