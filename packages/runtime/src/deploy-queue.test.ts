import { describe, expect, it } from "vitest";
import { DeployQueue } from "./deploy-queue.ts";

describe("DeployQueue", () => {
  it("does one thing after the other, also after one that failed", async () => {
    const queue = new DeployQueue();
    const events: string[] = [];
    const work = (name: string) => async () => {
      events.push(`${name} begins`);
      await Promise.resolve();
      events.push(`${name} ends`);
      if (name === "a") {
        throw new Error(name);
      }
      return name;
    };
    const done = await Promise.allSettled(["a", "b"].map((name) => queue.do(work(name))));
    expect(done.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
    expect(events).toEqual(["a begins", "a ends", "b begins", "b ends"]);
    expect(queue.isEmpty).toBe(true);
  });

  it("refuses what would wait too long, and takes more once something is done", async () => {
    const queue = new DeployQueue();
    const { promise, resolve } = Promise.withResolvers<void>();
    const all = Array.from({ length: 100 }, () => queue.do(() => promise));
    await expect(queue.do(() => promise)).rejects.toMatchObject({ code: "unavailable" });
    resolve();
    await Promise.all(all);
    await expect(queue.do(async () => 1)).resolves.toBe(1);
  });
});
