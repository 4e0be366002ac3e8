// Hot path of every run. One process of user code: it is started blank, takes one version, and then
// runs one job at a time. A job given to it always ends: by its result, by its deadline, by cancel,
// or with the process. What comes over its channel is believed only where it fits; after anything
// else the process is ended. A runner that is not usable ends by itself or with its job.
import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers";
import type { JobOutcome, RunnableVersion } from "@getoperate/contract";
import { endProcess, hasEnded } from "../process/end.ts";
import { type RunnerProcess, spawnRunner } from "../process/spawn.ts";
import type { Launch } from "../sandbox/launch.ts";
import { describeExit, type Exit, exitOutcome } from "./exit.ts";
import { encodeFrame, type Frame, FrameReader } from "./frames.ts";
import { JobCalls } from "./job-calls.ts";
import { JobChunks } from "./job-chunks.ts";
import { JobLog } from "./job-log.ts";
import { canceled, failed, timedOut } from "./outcomes.ts";
import { OutputReader } from "./output-reader.ts";
import {
  type AnswerHeader,
  type LoadHeader,
  MAX_RUNNER_HEADER_BYTES,
  type MoreHeader,
  type RunHeader,
  toRunnerMessage,
} from "./protocol.ts";
import { readResult } from "./read-result.ts";
import type { RunnerBounds, RunnerJob, RunOptions } from "./runner-job.ts";
import { RunnerStartError } from "./runner-start-error.ts";

/** How long a process may take to end by itself, milliseconds. */
const TIMEOUT_GRACE_MS = 2_000;
const CANCEL_GRACE_MS = 400;
/** What was written before the end has arrived by then, milliseconds. */
const LAST_OUTPUT_MS = 500;
/** A process that closed its channel because it ended has ended by then, milliseconds. */
const CHANNEL_END_MS = 250;

const MORE: MoreHeader = { type: "more" };

interface RunningJob {
  readonly number: string;
  readonly log: JobLog;
  readonly chunks: JobChunks;
  readonly calls: JobCalls;
  readonly resolve: (outcome: JobOutcome) => void;
  /** Set once it is clear how it ends. */
  outcome?: JobOutcome;
}

/** One process of user code. */
export class Runner implements AsyncDisposable {
  /** Resolves once it can take a version; rejects when it ended before that. */
  readonly ready: Promise<void>;
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
  readonly #launch: Launch;
  readonly #process: RunnerProcess;
  readonly #bounds: RunnerBounds;
  readonly #output: OutputReader;
  readonly #reader: FrameReader;
  readonly #becomeReady = Promise.withResolvers<void>();
  readonly #becomeEnded = Promise.withResolvers<void>();
  readonly #startTimer: NodeJS.Timeout;
  #endTimer: NodeJS.Timeout | undefined;
  #job: RunningJob | undefined;
  #saidReady = false;
  #hasRetired = false;
  #usable = true;
  #startFault: string | undefined;

  /** Throws where the system has no room for another process. */
  constructor(launch: Launch, bounds: RunnerBounds) {
    this.#launch = launch;
    this.#bounds = bounds;
    this.#process = spawnRunner(launch);
    this.#output = new OutputReader(this.#process.output);
    const { maxResultBytes } = bounds;
    this.#reader = new FrameReader(
      { headerBytes: MAX_RUNNER_HEADER_BYTES, payloadBytes: maxResultBytes },
      (frame) => this.#receive(frame),
      (reason) => this.#giveUp(reason),
    );
    this.ready = this.#becomeReady.promise;
    this.ended = this.#becomeEnded.promise;
    this.ready.catch(() => undefined);
    this.#startTimer = setTimeout(
      () => this.#giveUp(`it was not ready after ${bounds.startMs} ms`),
      bounds.startMs,
    );
    this.#listen();
  }

  /** Whether it may get another job. */
  get isUsable(): boolean {
    return this.#usable;
  }

  get pid(): number | undefined {
    return this.#process.child.pid;
  }

  /** Gives it the version that it serves from now on. */
  load(version: RunnableVersion, file: string): void {
    const { parameters, content } = version;
    const folder = this.#launch.workFolder;
    const header: LoadHeader = { type: "load", folder, file, parameters };
    this.#send(encodeFrame({ ...header }, content));
  }

  /** Runs one job; the runner must be idle. */
  run(job: RunnerJob, options: RunOptions): Promise<JobOutcome> {
    const { signal } = options;
    if (signal.aborted) {
      return Promise.resolve(canceled());
    }
    if (!this.#usable) {
      return Promise.resolve(failed("ExitError", "The runner ended before the job reached it"));
    }
    const { promise, resolve } = Promise.withResolvers<JobOutcome>();
    const log = new JobLog(options.onLog, this.#bounds.maxLogBytes);
    const chunks = new JobChunks(options, this.#bounds.maxChunkBytes);
    const calls = new JobCalls(options);
    const running: RunningJob = { number: randomUUID(), resolve, log, chunks, calls };
    this.#job = running;
    this.#output.attach(log);
    const deadline = setTimeout(
      () => this.#stop(running, timedOut(job.timeoutSeconds), TIMEOUT_GRACE_MS),
      job.timeoutSeconds * 1000,
    );
    const cancel = () => this.#stop(running, canceled(), CANCEL_GRACE_MS);
    signal.addEventListener("abort", cancel, { once: true });
    const { maxResultBytes } = this.#bounds;
    const env = { ...this.#launch.jobEnv, ...job.env };
    const { preprocess = false } = job;
    const header: RunHeader = { type: "run", job: running.number, env, maxResultBytes, preprocess };
    this.#send(encodeFrame({ ...header }, job.args));
    return promise.finally(() => {
      clearTimeout(deadline);
      signal.removeEventListener("abort", cancel);
    });
  }

  /** Ends it: with `graceMs` for the script to end by itself, 0 for none. */
  async end(graceMs: number): Promise<void> {
    this.#usable = false;
    if (this.#job !== undefined) {
      this.#job.outcome ??= failed("ExitError", "The runner was stopped before main returned");
    }
    endProcess(this.#process, graceMs);
    await this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end(0);
  }

  #listen(): void {
    const { child, channel, tie, sandbox } = this.#process;
    sandbox?.connected.catch((error: unknown) => this.#giveUp(String(error)));
    void sandbox?.cutOff.then(() => this.#leave());
    channel.on("data", (chunk: Buffer) => this.#reader.push(chunk));
    channel.once("close", () => {
      if (!hasEnded(child)) {
        this.#unlessGone(CHANNEL_END_MS, () => this.#giveUp("it closed its channel"));
      }
    });
    child.once("error", (error) => {
      this.#startFault = error.message;
      this.#closed({ code: null, signal: null });
    });
    child.once("exit", (code, signal) => {
      this.#usable = false;
      // Nothing else may hold on to it, or the process would not count as closed.
      tie.destroy();
      this.#unlessGone(LAST_OUTPUT_MS, () => this.#closed({ code, signal }));
      child.once("close", () => this.#closed({ code, signal }));
    });
  }

  /** Does something later, unless the process is gone by then. */
  #unlessGone(ms: number, act: () => void): void {
    clearTimeout(this.#endTimer);
    this.#endTimer = setTimeout(act, ms);
  }

  #send(frame: Buffer): void {
    this.#process.channel.write(frame);
  }

  #receive({ header, payload }: Frame): void {
    const message = toRunnerMessage(header);
    if (message?.type === "ready" && !this.#saidReady) {
      this.#saidReady = true;
      this.#readyOnceConnected();
    } else if (message?.type === "retire" && !this.#hasRetired) {
      this.#retire();
    } else if (message?.type === "result" && message.job === this.#job?.number) {
      this.#takeResult(this.#job, message.ok, payload);
    } else if (message?.type === "chunk" && message.job === this.#job?.number) {
      this.#takeChunk(this.#job, payload);
    } else if (message?.type === "call" && message.job === this.#job?.number) {
      this.#takeCall(this.#job, message.call, payload);
    } else {
      this.#giveUp("a message is unknown or out of place");
    }
  }

  /** Where the network cannot be had, it is being ended for that. */
  #readyOnceConnected(): void {
    const { connected = Promise.resolve() } = this.#process.sandbox ?? {};
    connected.then(this.#becomeReady.resolve, () => undefined);
    void this.ready.then(() => clearTimeout(this.#startTimer));
  }

  #retire(): void {
    this.#hasRetired = true;
    this.#leave();
  }

  /** It gets no other job; without one it has no reason to stay. */
  #leave(): void {
    this.#usable = false;
    if (this.#job === undefined) {
      void this.end(0);
    }
  }

  #takeChunk(job: RunningJob, payload: Buffer): void {
    const isTaken = job.chunks.take(payload, () => {
      if (job === this.#job && job.outcome === undefined) {
        this.#send(encodeFrame({ ...MORE }));
      }
    });
    if (!isTaken) {
      this.#giveUp("a chunk is not what it should be");
    }
  }

  #takeCall(job: RunningJob, call: number, payload: Buffer): void {
    const isTaken = job.calls.take(payload, ({ status, body }) => {
      if (job === this.#job && job.outcome === undefined) {
        const header: AnswerHeader = { type: "answer", call, status };
        this.#send(encodeFrame({ ...header }, body));
      }
    });
    if (!isTaken) {
      this.#giveUp("a question is not what it should be");
    }
  }

  #takeResult(job: RunningJob, ok: boolean, payload: Buffer): void {
    if (job.outcome !== undefined) {
      // It was to end anyway, or it sends more than one.
      void this.end(0);
      return;
    }
    const outcome = readResult(ok, payload);
    if (outcome === undefined) {
      this.#giveUp("a result is not what it should be");
      return;
    }
    job.outcome = outcome;
    // All that the job wrote was there before its result; one turn reads it to its end.
    setImmediate(() => this.#settle(job, outcome));
  }

  /** Ends a job together with its process. */
  #stop(job: RunningJob, outcome: JobOutcome, graceMs: number): void {
    if (job === this.#job && job.outcome === undefined) {
      job.outcome = outcome;
      void this.end(graceMs);
    }
  }

  /** The runner is not what it should be: nothing more is heard of it. */
  #giveUp(reason: string): void {
    if (this.#job !== undefined) {
      this.#job.outcome ??= failed("RunnerError", `The runner broke its protocol: ${reason}`);
    }
    this.#startFault ??= reason;
    this.#reader.stop();
    this.#process.channel.destroy();
    void this.end(0);
  }

  #settle(job: RunningJob, outcome: JobOutcome): void {
    if (this.#job === job) {
      this.#job = undefined;
      this.#output.detach();
      job.log.end();
      // What an endless log left unread belongs to no other job.
      this.#usable &&= !job.log.isCut;
      job.resolve(outcome);
      if (this.#hasRetired) {
        void this.end(0);
      }
    }
  }

  #closed(exit: Exit): void {
    this.#usable = false;
    clearTimeout(this.#startTimer);
    clearTimeout(this.#endTimer);
    const { channel, output, tie } = this.#process;
    for (const stream of [channel, output, tie]) {
      stream.destroy();
    }
    const lastOutput = this.#output.tail;
    const job = this.#job;
    if (job !== undefined) {
      this.#settle(job, job.outcome ?? exitOutcome(exit, lastOutput));
    }
    const reason = this.#startFault ?? describeExit(exit);
    const message = lastOutput === "" ? reason : `${reason}: ${lastOutput}`;
    this.#becomeReady.reject(new RunnerStartError(message));
    void Promise.allSettled([this.#launch.dispose(), this.#process.sandbox?.ended]).then(() =>
      this.#becomeEnded.resolve(),
    );
  }
}
