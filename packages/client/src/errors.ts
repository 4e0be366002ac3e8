import type { ErrorCode } from "./generated/error-code.ts";

export type { ErrorCode };

/** One fault in an input: where it is (JSON Pointer) and what is wrong. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

/**
 * Stable word to branch on. A newer server may know more of them, and an answer that is none of
 * getOperate's, such as a proxy's, has the code `unknown`.
 */
export type ApiErrorCode = ErrorCode | "unknown" | (string & {});

export interface ApiErrorFields {
  readonly code: ApiErrorCode;
  readonly status: number;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly errors: readonly Fault[];
  readonly retryAfterSeconds: number | undefined;
}

/** The server refused a call, or could not carry it out. */
export class OperateApiError extends Error {
  override readonly name = "OperateApiError";
  readonly code: ApiErrorCode;
  /** HTTP status. */
  readonly status: number;
  /** What is wrong, for people; the same as `message`. */
  readonly detail: string;
  /** Names the request in the server's log. */
  readonly requestId: string | undefined;
  /** Every fault of a refused input; empty for other errors. */
  readonly errors: readonly Fault[];
  /** When trying again makes sense, if the server said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(fields: ApiErrorFields, options?: ErrorOptions) {
    super(fields.detail, options);
    this.code = fields.code;
    this.status = fields.status;
    this.detail = fields.detail;
    this.requestId = fields.requestId;
    this.errors = fields.errors;
    this.retryAfterSeconds = fields.retryAfterSeconds;
  }
}

/** The server could not be reached, or the connection broke; `cause` says why. */
export class OperateConnectionError extends Error {
  override readonly name = "OperateConnectionError";
}

/** There was no answer, or no end of the job, in time. A job that was started goes on. */
export class OperateTimeoutError extends Error {
  override readonly name = "OperateTimeoutError";
  readonly timeoutMs: number;
  /** The job that was waited for, as far as its id is known. */
  readonly jobId: string | undefined;

  constructor(timeoutMs: number, jobId?: string) {
    super(
      jobId === undefined
        ? `There was no answer within ${timeoutMs} ms.`
        : `The job ${jobId} has not ended within ${timeoutMs} ms.`,
    );
    this.timeoutMs = timeoutMs;
    this.jobId = jobId;
  }
}

/** What a script threw, as the server keeps it, with the error's own properties. */
export interface ScriptError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  readonly [property: string]: unknown;
}

/** The job ended without success: its script threw, it took too long, or it was canceled. */
export class JobFailedError extends Error {
  override readonly name = "JobFailedError";
  readonly jobId: string;
  readonly status: "failure" | "canceled";
  /** What the script threw; `message` is the message of this error too. */
  readonly scriptError: ScriptError;

  constructor(jobId: string, status: "failure" | "canceled", scriptError: ScriptError) {
    super(scriptError.message);
    this.jobId = jobId;
    this.status = status;
    this.scriptError = scriptError;
  }
}
