// Hot path of every run. Keeps warm runners by workspace and version, a few blank ones ahead, and
// never more processes than allowed. A warm call takes an idle runner and nothing else; everything
// slower goes through `#dispatch`, which is called whenever a runner becomes free, ready or ends.
import {
  type JobOutcome,
  type Language,
  type Log,
  OperateError,
  type RunnableVersion,
} from "@getoperate/contract";
import type { Executor, MissingProgram, RunnerLimits, RunnerProgram } from "../executor.ts";
import { IdleRunners } from "./idle-runners.ts";
import { canceled, failed } from "./outcomes.ts";
import { planStarts } from "./plan-starts.ts";
import type { Runner } from "./runner.ts";
import type { RunnerJob, RunOptions } from "./runner-job.ts";
import { type MemoryBounds, type RunnerKind, RunnerKinds } from "./runner-kinds.ts";

export interface PoolOptions {
  readonly executors: Readonly<Record<Language, Executor>>;
  /** May throw. */
  readonly startRunner: (program: RunnerProgram, limits: RunnerLimits) => Runner;
  readonly memory: MemoryBounds;
  /** Most processes at once, blank ones included; at least 1. */
  readonly maxRunners: number;
  /** Blank runners kept ready for each program. */
  readonly blanks: number;
  /** A runner without a job for this long is ended, milliseconds. */
  readonly idleMs: number;
  readonly log: Log;
}

export interface TimedOutcome extends JobOutcome {
  readonly durationMs: number;
}

const SWEEP_SLACK_MS = 10;

/** A job is refused after so many starts for it failed: one may be killed by chance, or for memory. */
const MAX_FAILED_STARTS = 3;

/** What a job wants a runner of. */
interface Wanted {
  readonly key: string;
  readonly version: RunnableVersion;
  readonly program: RunnerProgram;
}

interface Waiter extends Omit<Wanted, "program"> {
  readonly kind: RunnerKind;
  readonly resolve: (runner: Runner | undefined) => void;
  readonly reject: (error: OperateError) => void;
  failedStarts: number;
}

/** Runs jobs in warm processes. */
export class RunnerPool implements AsyncDisposable {
  readonly #options: PoolOptions;
  readonly #live = new Set<Runner>();
  readonly #leaving = new Set<Runner>();
  readonly #idle = new IdleRunners<Runner>();
  readonly #kinds: RunnerKinds;
  #waiters: Waiter[] = [];
  /** Blank runners are not started ahead after one failed, until a job needs one. */
  #ahead: number;
  #closed = false;
  #sweep: NodeJS.Timeout | undefined;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#ahead = options.blanks;
    const found = Object.values(options.executors).map(({ program }) => program);
    this.#kinds = new RunnerKinds([...new Set(found)].filter(isThere), options.memory);
  }

  /** Starts what is kept ready, one of each such program; rejects if that cannot be had. */
  async start(): Promise<void> {
    await Promise.all(this.#kinds.kept.map((kind) => this.#add(kind)));
    this.#dispatch();
  }

  /** Number of processes now. */
  get size(): number {
    return this.#live.size;
  }

  /**
   * Runs a job of a version to its end, however it ends.
   *
   * Rejects, with `unavailable`, only if no runner can be had.
   */
  async run(version: RunnableVersion, job: RunnerJob, options: RunOptions): Promise<TimedOutcome> {
    const { program } = this.#options.executors[version.language];
    if (!isThere(program)) {
      return { ...failed("RunnerError", program.missing), durationMs: 0 };
    }
    const key = `${version.workspace}/${version.hash}`;
    const { signal } = options;
    const runner = signal.aborted
      ? undefined
      : (this.#idle.take(key) ?? (await this.#wait({ key, version, program }, signal)));
    if (runner === undefined) {
      return { ...canceled(), durationMs: 0 };
    }
    const start = performance.now();
    const outcome = await runner.run(job, options);
    const durationMs = performance.now() - start;
    this.#giveBack(runner, version.limits.fresh ? undefined : key);
    return { ...outcome, durationMs };
  }

  /** Ends all runners; jobs that still run fail. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#sweep);
    for (const waiter of this.#waiters.splice(0)) {
      waiter.reject(stopping());
    }
    await Promise.all([...this.#live].map((runner) => runner.end(0)));
  }

  /** Waits for a runner of the version; undefined: canceled before there was one. */
  async #wait(wanted: Wanted, signal: AbortSignal): Promise<Runner | undefined> {
    if (this.#closed) {
      throw stopping();
    }
    const { promise, resolve, reject } = Promise.withResolvers<Runner | undefined>();
    const { program, ...job } = wanted;
    const kind = this.#kinds.of(job.version, program);
    const waiter = { ...job, kind, resolve, reject, failedStarts: 0 };
    const cancel = () => {
      this.#forget(waiter);
      resolve(undefined);
    };
    signal.addEventListener("abort", cancel, { once: true });
    this.#waiters.push(waiter);
    this.#ahead = this.#options.blanks;
    this.#dispatch();
    return promise.finally(() => signal.removeEventListener("abort", cancel));
  }

  #forget(waiter: Waiter): void {
    this.#waiters = this.#waiters.filter((other) => other !== waiter);
  }

  /** Without a key it serves no other job. */
  #giveBack(runner: Runner, key: string | undefined): void {
    if (runner.isUsable && key !== undefined) {
      this.#idle.add(runner, key);
      this.#sweepLater();
    } else {
      this.#end(runner);
    }
    this.#dispatch();
  }

  /** Gives runners to those that wait, and brings the number of blank ones to what is needed. */
  #dispatch(): void {
    if (this.#closed) {
      return;
    }
    for (const waiter of this.#waiters) {
      this.#serve(waiter);
    }
    const waitingFor = (kind: RunnerKind) =>
      this.#waiters.filter((waiter) => waiter.kind === kind).length;
    this.#kinds.forgetUnused((kind) => waitingFor(kind) > 0);
    const kinds = this.#kinds.all;
    for (const kind of kinds.filter(({ isUsual }) => !isUsual)) {
      // Somebody stopped to wait for it.
      times(kind.blanks.count - waitingFor(kind), () => this.#end(kind.blanks.take()));
    }
    const plan = planStarts({
      maxRunners: this.#options.maxRunners,
      live: this.#live.size,
      leaving: this.#leaving.size,
      idle: this.#idle.size,
      programs: kinds.map((kind) => ({
        blanks: kind.blanks.count,
        waiting: waitingFor(kind),
        ahead: this.#kinds.isKept(kind) ? this.#ahead : 0,
      })),
    });
    times(plan.endIdle, () => this.#end(this.#idle.takeSpare()));
    for (const [at, kind] of kinds.entries()) {
      times(plan.endBlanks[at] ?? 0, () => this.#end(kind.blanks.take()));
      times(plan.starts[at] ?? 0, () => this.#start(kind));
    }
  }

  #serve(waiter: Waiter): void {
    const { key, version, kind, resolve } = waiter;
    const warm = this.#idle.take(key);
    const runner = warm ?? kind.blanks.take();
    if (runner !== undefined) {
      this.#forget(waiter);
      if (warm === undefined) {
        runner.load(version, this.#options.executors[version.language].sourceFile);
      }
      resolve(runner);
    }
  }

  #start(kind: RunnerKind): void {
    this.#add(kind).then(
      () => this.#dispatch(),
      (error: unknown) => this.#startFailed(kind, error),
    );
  }

  /** Starts a blank runner; resolves once it is ready, rejects if it cannot be had. */
  async #add({ program, limits, blanks }: RunnerKind): Promise<void> {
    const runner = this.#options.startRunner(program, limits);
    this.#live.add(runner);
    void runner.ended.then(() => {
      this.#live.delete(runner);
      this.#leaving.delete(runner);
      this.#idle.delete(runner);
      blanks.delete(runner);
      this.#dispatch();
    });
    await blanks.add(runner);
  }

  #startFailed(kind: RunnerKind, error: unknown): void {
    if (this.#closed) {
      return;
    }
    this.#options.log.error(
      { err: error, program: kind.program.name },
      "A runner could not be started.",
    );
    this.#ahead = 0;
    const waiter = this.#waiters.find((candidate) => candidate.kind === kind);
    if (waiter !== undefined) {
      waiter.failedStarts += 1;
    }
    if (waiter?.failedStarts === MAX_FAILED_STARTS) {
      this.#forget(waiter);
      waiter.reject(new OperateError("unavailable", "No runner could be started on this worker."));
    }
    this.#dispatch();
  }

  #end(runner: Runner | undefined): void {
    if (runner !== undefined && this.#live.has(runner)) {
      this.#leaving.add(runner);
      void runner.end(0);
    }
  }

  /** Ends runners when they were idle for too long. */
  #sweepLater(): void {
    const { longestMs } = this.#idle;
    if (longestMs !== undefined && this.#sweep === undefined) {
      const { idleMs } = this.#options;
      const sweep = () => {
        this.#sweep = undefined;
        for (const runner of this.#idle.takeOlderThan(idleMs)) {
          this.#end(runner);
        }
        this.#sweepLater();
      };
      // A little later than it is due, so that it surely is.
      this.#sweep = setTimeout(sweep, idleMs - longestMs + SWEEP_SLACK_MS).unref();
    }
  }
}

function isThere(program: RunnerProgram | MissingProgram): program is RunnerProgram {
  return !("missing" in program);
}

function stopping(): OperateError {
  return new OperateError("unavailable", "The worker is stopping.");
}

function times(count: number, act: () => void): void {
  for (let done = 0; done < count; done += 1) {
    act();
  }
}
