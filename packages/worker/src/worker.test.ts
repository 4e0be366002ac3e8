import {
  type Attempt,
  type ClaimedJob,
  type Completion,
  type JobSource,
  OperateError,
  type WorkerHint,
} from "@getoperate/contract";
import { describe, expect, it } from "vitest";
import { Worker, type WorkerOptions } from "./worker.ts";

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
  readonly givenBack: string[] = [];
  /** Jobs that it does not take back. */
  kept: readonly string[] = [];
  /** Called with the completions of an exchange; it is stored when this resolves. */
  arrive: (completions: readonly Completion[]) => Promise<void> = () => Promise.resolve();
  #tell: (hint: WorkerHint) => void = () => undefined;

  add(id: string, result: string, how: "quietly" | "with a hint" = "with a hint"): void {
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
    if (how === "with a hint") {
      this.#tell({ kind: "ready" });
    }
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
    const isAnyWaiting = this.waiting.length > 0;
    const nothing = { canceled: [], unmasked: [], claimed: [] };
    return Promise.resolve({ ...nothing, alive: true, isAnyWaiting });
  }
  loadVersion(workspace: string, hash: string) {
    const language = "typescript" as const;
    const limits = { network: true, memoryMib: null, fresh: false };
    return Promise.resolve({
      workspace,
      hash,
      path: "f/a",
      language,
      content: "",
      parameters: [],
      limits,
    });
  }
  loadArguments() {
    return Promise.resolve(LARGE);
  }
  resolveArguments() {
    return Promise.resolve({ args: "{}", secrets: [] });
  }
  secretsToMask() {
    return Promise.resolve([]);
  }
  giveBack(_worker: string, attempts: readonly Attempt[]): Promise<readonly string[]> {
    const ids = attempts.map(({ id }) => id);
    this.givenBack.push(...ids.filter((id) => !this.kept.includes(id)));
    return Promise.resolve(ids.filter((id) => this.kept.includes(id)));
  }
  onHint(listener: (hint: WorkerHint) => void) {
    this.#tell = listener;
    return () => undefined;
  }
  release() {
    return Promise.resolve();
  }
}

const runAtOnce: WorkerOptions["run"] = (_version, { args }) =>
  Promise.resolve({ status: "success", result: args, durationMs: 1 });

function workerOf(
  source: JobSource,
  {
    run = runAtOnce,
    holdMs = 100,
    heartbeatMs = 60_000,
  }: Partial<Pick<WorkerOptions, "run" | "holdMs" | "heartbeatMs">> = {},
): Worker {
  return new Worker({
    source,
    run,
    holdMs,
    environmentOf: () => ({}),
    accessOf: () => ({ serverUrl: "http://127.0.0.1", workspace: "main", token: "" }),
    newId: () => "worker",
    registration: {
      name: "worker",
      kind: "worker",
      version: "0.0.0",
      tags: ["default"],
      slots: 2,
      leaseSeconds: 15,
    },
    heartbeatMs,
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

  it("takes what a heartbeat tells of, so often that it never looks itself", async () => {
    const source = new TestSource();
    const worker = workerOf(source, { heartbeatMs: 10 });
    await worker.start();
    source.add("told of nobody", SMALL, "quietly");
    await expect.poll(() => source.stored).toEqual([["told of nobody"]]);
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

  describe("that finished short jobs at last", () => {
    /** A worker with two slots that ran short jobs, and whose jobs hang from now on. */
    const withHangingJobs = async (holdMs: number) => {
      const source = new TestSource();
      const hanging = Promise.withResolvers<void>();
      let isShort = true;
      const begun: string[] = [];
      const run: WorkerOptions["run"] = async (version, job, options) => {
        if (!isShort) {
          begun.push(job.args);
          await Promise.race([hanging.promise, aborted(options.signal)]);
        }
        const { result, durationMs } = await runAtOnce(version, job, options);
        return { status: options.signal.aborted ? "canceled" : "success", result, durationMs };
      };
      const worker = workerOf(source, { run, holdMs });
      await worker.start();
      const warm = ["1", "2", "3", "4"];
      for (const id of warm) {
        source.add(id, id);
      }
      await expect.poll(() => source.stored.flat().length).toBe(warm.length);
      source.stored.splice(0);
      isShort = false;
      return { source, worker, begun, endHanging: hanging.resolve };
    };

    it("holds jobs ahead and gives them back when its slots stay busy", async () => {
      const { source, worker, begun, endHanging } = await withHangingJobs(1);
      for (const id of ["5", "6", "7", "8"]) {
        source.add(id, id);
      }
      await expect.poll(() => source.givenBack).toEqual(["7", "8"]);
      expect(begun).toEqual(["5", "6"]);
      endHanging();
      await expect.poll(() => source.stored.flat().toSorted()).toEqual(["5", "6"]);
      await worker.drain(0);
    });

    it("runs what it holds when a slot comes free", async () => {
      const { source, worker, endHanging } = await withHangingJobs(60_000);
      for (const id of ["5", "6", "7"]) {
        source.add(id, id);
      }
      await expect.poll(() => source.waiting).toEqual([]);
      endHanging();
      await expect.poll(() => source.stored.flat().toSorted()).toEqual(["5", "6", "7"]);
      expect(source.givenBack).toEqual([]);
      await worker.drain(0);
    });

    it("ends a held job that is canceled, though no slot is free", async () => {
      const { source, worker, endHanging } = await withHangingJobs(1);
      source.kept = ["7"];
      for (const id of ["5", "6", "7", "8"]) {
        source.add(id, id);
      }
      await expect.poll(() => source.stored).toEqual([["7"]]);
      expect(source.givenBack).toEqual(["8"]);
      endHanging();
      await worker.drain(1_000);
    });

    it("gives back what it holds when it is drained", async () => {
      const { source, worker, endHanging } = await withHangingJobs(60_000);
      for (const id of ["5", "6", "7"]) {
        source.add(id, id);
      }
      await expect.poll(() => source.waiting).toEqual([]);
      const drained = worker.drain(10_000);
      await expect.poll(() => source.givenBack).toEqual(["7"]);
      endHanging();
      await drained;
      expect(source.stored.flat().toSorted()).toEqual(["5", "6"]);
    });
  });
});

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
    if (signal.aborted) {
      resolve();
    }
  });
}
