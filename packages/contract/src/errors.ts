import { z } from "zod";

/**
 * Every error a caller can get: its stable code, HTTP status and title.
 *
 * A status is looked up here and never guessed; a new code needs a row, and a row needs a line in
 * the page of error codes.
 */
export const ERRORS = {
  "invalid-request": { status: 400, title: "The request is not valid HTTP" },
  "invalid-input": { status: 400, title: "The input is not valid" },
  "invalid-body": { status: 400, title: "The request body cannot be read" },
  "invalid-payload": { status: 400, title: "The payload query value cannot be decoded" },
  "unsupported-protocol": { status: 400, title: "The agent speaks another version" },
  "invalid-script": { status: 400, title: "The script cannot be deployed" },
  unauthenticated: { status: 401, title: "A valid token is needed" },
  forbidden: { status: 403, title: "The token may not do this" },
  "not-found": { status: 404, title: "Not found" },
  "method-not-allowed": { status: 405, title: "The method is not allowed here" },
  "request-timeout": { status: 408, title: "The request took too long to arrive" },
  conflict: { status: 409, title: "It conflicts with what is there" },
  "too-large": { status: 413, title: "The request is too large" },
  "unsupported-media-type": { status: 415, title: "The content type is not accepted" },
  "idempotency-mismatch": { status: 422, title: "The key was used with another request" },
  "queue-full": { status: 429, title: "Too many jobs are waiting" },
  "headers-too-large": { status: 431, title: "The address and headers are too large" },
  internal: { status: 500, title: "Something went wrong on our side" },
  "invalid-status-code": { status: 500, title: "The script asked for an invalid status code" },
  "invalid-content-type": { status: 500, title: "The script asked for an invalid content type" },
  "invalid-header": { status: 500, title: "The script asked for an invalid header" },
  unavailable: { status: 503, title: "The service is not available now" },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** One fault in an input: where it is (JSON Pointer, RFC 6901) and what is wrong. */
export interface Fault {
  readonly pointer: string;
  readonly detail: string;
}

export interface OperateErrorOptions {
  readonly errors?: readonly Fault[];
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds?: number;
  /** Methods the route has, for `method-not-allowed`. */
  readonly allow?: readonly string[];
  readonly cause?: unknown;
}

/** A failure that the caller can do something about; every transport maps it once. */
export class OperateError extends Error {
  override readonly name = "OperateError";
  readonly code: ErrorCode;
  readonly errors: readonly Fault[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly allow: readonly string[] | undefined;

  constructor(code: ErrorCode, detail: string, options: OperateErrorOptions = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.errors = options.errors;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.allow = options.allow;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** Body of every error of ours: RFC 9457, `application/problem+json`. */
export const Problem = z
  .object({
    type: z.string().describe("Address of the code's explanation"),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().describe("Id of the request, as in `X-Request-Id`"),
    code: z.string().describe("Stable word to branch on"),
    errors: z
      .array(z.object({ pointer: z.string().describe("JSON Pointer"), detail: z.string() }))
      .optional(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;

/** Where the error codes are explained, relative to the server. */
export const ERROR_DOCS = "/docs/errors#";

/** Shapes an error as RFC 9457 wants it. */
export function toProblem(error: OperateError, requestId: string): Problem {
  return {
    type: `${ERROR_DOCS}${error.code}`,
    title: ERRORS[error.code].title,
    status: error.status,
    detail: error.message,
    instance: requestId,
    code: error.code,
    ...(error.errors === undefined ? {} : { errors: [...error.errors] }),
  };
}
