// Hot path of every run. One process of user code: it is started blank, takes one version, and then
// runs one job at a time. A job given to it always ends: by its result, by its deadline, by cancel,
// or with the process. After anything that is not a proper result the process is ended.
import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers";
import type { JobOutcome, RunnableVersion } from "@getoperate/contract";
import { endProcess } from "../process/end.ts";
import { type RunnerProcess, spawnRunner } from "../process/spawn.ts";
import type { Launch } from "../sandbox/launch.ts";
import { encodeFrame, type Frame, FrameReader } from "./frames.ts";
import { JobLog } from "./job-log.ts";
import { canceled, failed, timedOut } from "./outcomes.ts";
import {
  type LoadHeader,
  MAX_RUNNER_HEADER_BYTES,
  type RunHeader,
  toRunnerMessage,
} from "./protocol.ts";
import { checkResult } from "./result-check.ts";

/** What a job gives to its runner. */
export interface RunnerJob {
  /** A JSON object. */
  readonly args: string;
  readonly timeoutSeconds: number;
  readonly env: Readonly<Record<string, string>>;
}

export interface RunOptions {
  /** Aborted to cancel the job; its process is then gone within a second. */
  readonly signal: AbortSignal;
  /** Gets what the job writes, while it runs; complete when the outcome is there. */
  readonly onLog: (text: string) => void;
}

export interface RunnerBounds {
  readonly maxResultBytes: number;
  readonly maxLogBytes: number;
}

/** How long a process may take to end by itself, milliseconds. */
const TIMEOUT_GRACE_MS = 2_000;
const CANCEL_GRACE_MS = 400;
/** What was written before the end has arrived by then, milliseconds. */
const LAST_OUTPUT_MS = 500;

interface RunningJob {
  readonly number: string;
  readonly log: JobLog;
  readonly resolve: (outcome: JobOutcome) => void;
  /** Set once it is clear how it ends; then only the end of the process is awaited. */
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
  readonly #becomeReady = Promise.withResolvers<void>();
  readonly #becomeEnded = Promise.withResolvers<void>();
  #job: RunningJob | undefined;
  #innerGroup: number | undefined;
  #usable = true;
  #startOutput = "";

  constructor(launch: Launch, bounds: RunnerBounds) {
    this.#launch = launch;
    this.#bounds = bounds;
    this.#process = spawnRunner(launch);
    this.ready = this.#becomeReady.promise;
    this.ended = this.#becomeEnded.promise;
    this.ready.catch(() => undefined);
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
  run(job: RunnerJob, { signal, onLog }: RunOptions): Promise<JobOutcome> {
    const { promise, resolve } = Promise.withResolvers<JobOutcome>();
    const number = randomUUID();
    const running = { number, resolve, log: new JobLog(onLog, this.#bounds.maxLogBytes) };
    this.#job = running;
    const deadline = setTimeout(
      () => this.#stop(running, timedOut(job.timeoutSeconds), TIMEOUT_GRACE_MS),
      job.timeoutSeconds * 1000,
    );
    const cancel = () => this.#stop(running, canceled(), CANCEL_GRACE_MS);
    signal.addEventListener("abort", cancel, { once: true });
    if (signal.aborted) {
      cancel();
    } else {
      const { env } = job;
      const { maxResultBytes } = this.#bounds;
      const header: RunHeader = { type: "run", job: number, env, maxResultBytes };
      this.#send(encodeFrame({ ...header }, job.args));
    }
    return promise.finally(() => {
      clearTimeout(deadline);
      signal.removeEventListener("abort", cancel);
    });
  }

  /** Ends it: with `graceMs` for the script to end by itself, 0 for none. */
  async end(graceMs: number): Promise<void> {
    this.#usable = false;
    endProcess({ child: this.#process.child, innerGroup: this.#innerGroup }, graceMs);
    await this.ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end(0);
  }

  #listen(): void {
    const { child, channel, output, info } = this.#process;
    const bounds = {
      headerBytes: MAX_RUNNER_HEADER_BYTES,
      payloadBytes: this.#bounds.maxResultBytes,
    };
    const reader = new FrameReader(
      bounds,
      (frame) => this.#receive(frame),
      (reason) => this.#giveUp(reason),
    );
    channel.on("data", (chunk: Buffer) => reader.push(chunk));
    // The end of the process tells the same.
    channel.on("error", () => undefined);
    output.on("data", (chunk: Buffer) => this.#write(chunk));
    info?.on("data", (chunk: Buffer) => {
      this.#innerGroup ??= childPid(chunk);
    });
    child.once("error", (error) => this.#closed(error.message));
    child.once("exit", (code, signal) => {
      this.#usable = false;
      const late = setTimeout(() => this.#closed(exitReason(code, signal)), LAST_OUTPUT_MS);
      child.once("close", () => {
        clearTimeout(late);
        this.#closed(exitReason(code, signal));
      });
    });
  }

  #send(frame: Buffer): void {
    this.#process.channel.write(frame);
  }

  #write(chunk: Buffer): void {
    if (this.#job !== undefined) {
      this.#job.log.write(chunk);
    } else if (this.#startOutput.length < 4096) {
      this.#startOutput += chunk.toString("utf8");
    }
  }

  #receive({ header, payload }: Frame): void {
    const message = toRunnerMessage(header);
    switch (message?.type) {
      case "ready":
        this.#becomeReady.resolve();
        break;
      case "retire":
        this.#usable = false;
        break;
      case "result":
        this.#takeResult(message.job, message.ok, payload);
        break;
      default:
        this.#giveUp("a message is unknown");
    }
  }

  #takeResult(number: string, ok: boolean, payload: Buffer): void {
    const job = this.#job;
    if (job?.number !== number) {
      this.#giveUp("a result is of no running job");
      return;
    }
    const result = payload.toString("utf8");
    const fault = checkResult(result);
    if (fault !== undefined) {
      this.#giveUp(fault);
      return;
    }
    if (job.outcome === undefined) {
      const outcome: JobOutcome = { status: ok ? "success" : "failure", result };
      job.outcome = outcome;
      // All that the job wrote was there before its result; one turn reads it to its end.
      setImmediate(() => this.#settle(job, outcome));
    }
  }

  /** Ends a job together with its process. */
  #stop(job: RunningJob, outcome: JobOutcome, graceMs: number): void {
    if (job === this.#job && job.outcome === undefined) {
      job.outcome = outcome;
      void this.end(graceMs);
    }
  }

  #giveUp(reason: string): void {
    if (this.#job !== undefined) {
      this.#job.outcome ??= failed("RunnerError", `The runner broke its protocol: ${reason}`);
    }
    void this.end(0);
  }

  #settle(job: RunningJob, outcome: JobOutcome): void {
    if (this.#job === job) {
      this.#job = undefined;
      job.log.end();
      job.resolve(outcome);
    }
  }

  #closed(reason: string): void {
    this.#usable = false;
    const job = this.#job;
    if (job !== undefined) {
      this.#settle(job, job.outcome ?? failed("ExitError", reason));
    }
    this.#becomeReady.reject(new RunnerStartError(`${reason}: ${this.#startOutput.trim()}`));
    this.#launch.dispose().finally(this.#becomeEnded.resolve);
  }
}

/** A runner ended before it could take a version. */
export class RunnerStartError extends Error {
  override readonly name = "RunnerStartError";
}

function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  return code === null
    ? `The script's process was ended by ${signal} before main returned`
    : `The script's process ended with exit code ${code} before main returned`;
}

function childPid(info: Buffer): number | undefined {
  const found = /"child-pid": (\d+)/.exec(info.toString("utf8"));
  return found === null ? undefined : Number(found[1]);
}
