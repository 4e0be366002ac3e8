import type { CallOptions, RunOptions } from "./call-options.ts";
import { awaitEnd } from "./jobs/await-end.ts";
import { getJob, type Job } from "./jobs/get-job.ts";
import { resultFrom } from "./jobs/job-end.ts";
import { newRun } from "./jobs/run.ts";
import { type JobEvent, runAndStream } from "./jobs/run-and-stream.ts";
import { runAsync } from "./jobs/run-async.ts";
import type { RunTarget } from "./jobs/target.ts";
import { type ConnectionOptions, connectionFrom } from "./options.ts";
import { createRest, type RestClient } from "./rest.ts";

export interface ClientOptions extends ConnectionOptions {
  /** Name of the workspace that all calls go to. */
  readonly workspace: string;
}

/** Calls to one workspace of a server. */
export interface OperateClient {
  /**
   * Runs a script and waits for its end; resolves to what it returned.
   *
   * `Result` is the caller's word for what that is: nothing checks it. Rejects with
   * `JobFailedError` if the script threw, with `OperateTimeoutError` if it takes too long.
   */
  runWaitResult<Result = unknown>(
    target: RunTarget,
    args?: object,
    options?: RunOptions,
  ): Promise<Result>;
  /**
   * Starts a job and gives what it logs and yields while it runs, then its result, up to `done`; it
   * goes on by itself after a lost connection. A job that fails ends with a `result` like any other.
   *
   * `Chunk` is the caller's word for what the script yields. Nothing is sent until it is iterated.
   */
  runAndStream<Chunk = unknown>(
    target: RunTarget,
    args?: object,
    options?: RunOptions,
  ): AsyncIterable<JobEvent<Chunk>>;
  /** Starts a job; resolves to its id when the server has it for good. */
  runAsync(target: RunTarget, args?: object, options?: RunOptions): Promise<string>;
  getJob(id: string, options?: CallOptions): Promise<Job>;
  /** Waits until a job ended, however it ended; resolves to the job with its result. */
  waitForJob(id: string, options?: CallOptions): Promise<Job>;
  /** Waits until a job ended; resolves and rejects as `runWaitResult` does. */
  waitForResult<Result = unknown>(id: string, options?: CallOptions): Promise<Result>;
  /** Every route of the server, typed; `{workspace}` is the client's own unless given. */
  readonly rest: RestClient;
}

/** Makes a client for one workspace, with the rights of a token. */
export function createClient(options: ClientOptions): OperateClient {
  const connection = connectionFrom(options);
  const place = { connection, workspace: options.workspace };
  const rest = createRest(place);
  return {
    rest,
    async runWaitResult<Result>(target: RunTarget, args: object = {}, call: RunOptions = {}) {
      return asPromised<Result>(
        await resultFrom(await awaitEnd(place, newRun(target, args, call), call)),
      );
    },
    runAndStream<Chunk>(target: RunTarget, args: object = {}, call: RunOptions = {}) {
      return asPromised<AsyncIterable<JobEvent<Chunk>>>(
        runAndStream(place, newRun(target, args, call), call),
      );
    },
    runAsync: (target, args = {}, call = {}) => runAsync(place, newRun(target, args, call), call),
    getJob: (id, call = {}) => getJob({ connection, rest }, id, call),
    async waitForJob(id, call = {}) {
      await awaitEnd(place, id, call);
      return getJob({ connection, rest }, id, { signal: call.signal });
    },
    async waitForResult<Result>(id: string, call: CallOptions = {}) {
      return asPromised<Result>(await resultFrom(await awaitEnd(place, id, call)));
    },
  };
}

/** The type is the caller's word, as the methods that take it say. */
function asPromised<Result>(value: unknown): Result {
  return value as Result;
}
