import {
  type ClaimedJob,
  type Completion,
  type JobSource,
  OperateError,
  type WorkerHint,
} from "@getoperate/contract";
import { describe, expect, it } from "vitest";
import { Worker } from "./worker.ts";

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const LARGE = JSON.stringify("x".repeat(300_000));
const SMALL = "1";

/** A source whose jobs have their result as their arguments, and what it was brought, in order. */
class TestSource implements JobSource {
  readonly stored: string[][] = [];
  readonly waiting: ClaimedJob[] = [];
  /** Called with the completions of an exchange; it is stored when this resolves. */
  arrive: (completions: readonly Completion[]) => Promise<void> = () => Promise.resolve();
  #tell: (hint: WorkerHint) => void = () => undefined;

  add(id: string, result: string): void {
    this.waiting.push({
      id,
      attempt: 1,
      workspace: "main",
      hash: "0123456789abcdef",
      path: "f/a",
      args: result === LARGE ? null : result,
      createdBy: "ann",
      timeoutSeconds: 1,
      preprocess: false,
    });
    this.#tell({ kind: "ready" });
  }

  register() {
    return Promise.resolve();
  }
  async exchange(_worker: string, { completions, claim }: Parameters<JobSource["exchange"]>[1]) {
    await this.arrive(completions);
    if (completions.length > 0) {
      this.stored.push(completions.map(({ id }) => id));
    }
    return { refused: [], claimed: this.waiting.splice(0, claim) };
  }
  appendOutput() {
    return Promise.resolve();
  }
  heartbeat() {
    return Promise.resolve({ alive: true, canceled: [], claimed: [] });
  }
  loadVersion(workspace: string, hash: string) {
    const language = "typescript" as const;
    return Promise.resolve({ workspace, hash, path: "f/a", language, content: "", parameters: [] });
  }
  loadArguments() {
    return Promise.resolve(LARGE);
  }
  onHint(listener: (hint: WorkerHint) => void) {
    this.#tell = listener;
    return () => undefined;
  }
  release() {
    return Promise.resolve();
  }
}

function workerOf(source: JobSource): Worker {
  return new Worker({
    source,
    run: (_version, { args }) =>
      Promise.resolve({ status: "success", result: args, durationMs: 1 }),
    environmentOf: () => ({}),
    newId: () => "worker",
    registration: {
      name: "worker",
      kind: "worker",
      version: "0.0.0",
      tags: ["default"],
      slots: 2,
      leaseSeconds: 15,
    },
    heartbeatMs: 60_000,
    log: silent,
  });
}

describe("Worker", () => {
  it("asks for large arguments when it runs the job", async () => {
    const source = new TestSource();
    const results: string[] = [];
    source.arrive = (completions) => {
      results.push(...completions.map(({ result }) => result));
      return Promise.resolve();
    };
    const worker = workerOf(source);
    await worker.start();
    source.add("large", LARGE);
    await expect.poll(() => source.stored).toEqual([["large"]]);
    await worker.drain(0);
    expect(results).toEqual([LARGE]);
  });

  it("brings small results home while a large one is under way", async () => {
    const source = new TestSource();
    const large = Promise.withResolvers<void>();
    source.arrive = (completions) =>
      completions.some(({ id }) => id === "large") ? large.promise : Promise.resolve();
    const worker = workerOf(source);
    await worker.start();
    source.add("large", LARGE);
    for (const id of ["a", "b", "c"]) {
      source.add(id, SMALL);
      await expect.poll(() => source.stored.flat()).toContain(id);
    }
    large.resolve();
    await expect.poll(() => source.stored.flat()).toContain("large");
    await worker.drain(0);
  });

  it.each([
    ["keeps", "unavailable", ["first", "second"]],
    ["drops", "too-large", ["second"]],
  ] as const)("%s a result whose storing failed as %s, and goes on", async (_, code, stored) => {
    const source = new TestSource();
    let faults = 0;
    source.arrive = (completions) => {
      if (completions.length === 0 || faults > 0) {
        return Promise.resolve();
      }
      faults += 1;
      return Promise.reject(new OperateError(code, "Not now."));
    };
    const worker = workerOf(source);
    await worker.start();
    source.add("first", SMALL);
    await expect.poll(() => faults).toBe(1);
    source.add("second", SMALL);
    await expect.poll(() => source.stored.flat(), { timeout: 15_000 }).toEqual(stored);
    await worker.drain(0);
  });

  it("takes no more jobs than it has slots while their large results are under way", async () => {
    const source = new TestSource();
    const large = Promise.withResolvers<void>();
    source.arrive = (completions) => (completions.length > 0 ? large.promise : Promise.resolve());
    const worker = workerOf(source);
    await worker.start();
    for (const id of ["a", "b", "c"]) {
      source.add(id, LARGE);
    }
    await expect.poll(() => source.waiting.length).toBe(1);
    source.add("d", SMALL);
    // A claim that finds no free slot is none, so what came last still waits as well.
    expect(source.waiting.map(({ id }) => id)).toEqual(["c", "d"]);
    large.resolve();
    await expect.poll(() => source.stored.flat().toSorted()).toEqual(["a", "b", "c", "d"]);
    await worker.drain(0);
  });
});
