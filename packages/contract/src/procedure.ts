import { initTRPC, type TRPC_ERROR_CODE_KEY, TRPCError } from "@trpc/server";
import { z } from "zod";
import { ERRORS, type ErrorCode, type Fault, OperateError } from "./errors.ts";

/** How a job was started. */
export type TriggerKind = "webhook" | "trpc";

/** The part of an AbortSignal that is used here; this package runs in browsers and in Node. */
export interface HangUpSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** What a transport knows of a request before anybody asked who sent it. */
export interface RequestContext {
  readonly requestId: string;
  /** The bearer token as sent, not yet checked. */
  readonly token: string | undefined;
  readonly trigger: TriggerKind;
  /** Aborted when the caller hangs up. */
  readonly signal: HangUpSignal;
  /**
   * Throws `unauthenticated` unless the token is somebody's: asked before the input is looked at, so
   * that nobody else learns what a procedure would say of it. Memory will do where the verb's own
   * commit asks again.
   */
  readonly requireCaller: (from: "database" | "memory") => Promise<unknown>;
}

/** One call of a verb: who asks, and for what. */
export interface Call<Input> {
  readonly ctx: RequestContext;
  readonly input: Input;
}

/** A verb as the contract sees it: the shape of every use case. */
export type Handler<Input, Output> = (call: Call<Input>) => Promise<Output>;

/**
 * What stands beside a procedure: its REST route and the document's texts.
 *
 * A type alias, since the document's generator wants an index signature.
 */
export type ProcedureMeta = {
  openapi?: {
    method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
    path: `/${string}`;
    tags: string[];
    summary: string;
    description?: string;
    protect?: boolean;
    successDescription?: string;
  };
  /** Status of the REST answer, 200 unless given. */
  successStatus?: 200 | 201;
  /** Whether the token may stand in the URL, for senders that can set no header. */
  tokenInQuery?: true;
  /** Whether the verb's commit asks again who calls; then memory answers before it. */
  commitAsksCaller?: true;
  /** Codes this procedure answers with, beside those any call can get. */
  errors?: ErrorCode[];
};

/** Most calls of one tRPC batch: their answers are far longer than the names that ask for them. */
export const MAX_BATCH_CALLS = 100;

const TRPC_CODES: Record<number, TRPC_ERROR_CODE_KEY> = {
  400: "BAD_REQUEST",
  401: "UNAUTHORIZED",
  403: "FORBIDDEN",
  404: "NOT_FOUND",
  405: "METHOD_NOT_SUPPORTED",
  409: "CONFLICT",
  413: "PAYLOAD_TOO_LARGE",
  415: "UNSUPPORTED_MEDIA_TYPE",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
  500: "INTERNAL_SERVER_ERROR",
  503: "SERVICE_UNAVAILABLE",
};

const trpc = initTRPC
  .context<RequestContext>()
  .meta<ProcedureMeta>()
  .create({
    // Never a stack or a foreign message: a bug says only that it is one, and which request it was.
    isDev: false,
    errorFormatter({ shape, error, ctx }) {
      const failure = asOperateError(error);
      return {
        message: failure.message,
        code: shape.code,
        data: {
          code: failure.code,
          httpStatus: failure.status,
          path: shape.data.path ?? null,
          requestId: ctx?.requestId ?? null,
          errors: failure.errors ?? null,
          retryAfterSeconds: failure.retryAfterSeconds ?? null,
        },
      };
    },
  });

/** Builds a router of procedures or of other routers. */
export const router = trpc.router;

/** Every procedure starts here: failures of ours keep their code on the way through tRPC. */
export const procedure = trpc.procedure.use(async ({ ctx, meta, next }) => {
  await throughTrpc(ctx.requireCaller(meta?.commitAsksCaller === true ? "memory" : "database"));
  const result = await next();
  if (!result.ok && result.error.cause instanceof OperateError) {
    throw toTrpcError(result.error.cause);
  }
  return result;
});

async function throughTrpc(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw error instanceof OperateError ? toTrpcError(error) : error;
  }
}

function toTrpcError(cause: OperateError): TRPCError {
  const code = TRPC_CODES[cause.status] ?? "INTERNAL_SERVER_ERROR";
  return new TRPCError({ code, message: cause.message, cause });
}

/** Calls a router in this process, without HTTP. */
export const createCallerFactory = trpc.createCallerFactory;

/**
 * Reads any error that came through tRPC as one of ours.
 *
 * A refused input becomes `invalid-input` with a JSON Pointer for each fault; what nobody expected
 * becomes `internal` with a fixed sentence, the original as its `cause`.
 */
export function asOperateError(error: unknown): OperateError {
  if (error instanceof OperateError) {
    return error;
  }
  if (!(error instanceof TRPCError)) {
    return new OperateError("internal", "An unexpected error occurred.", { cause: error });
  }
  if (error.cause instanceof OperateError) {
    return error.cause;
  }
  if (error.code === "BAD_REQUEST" && error.cause instanceof z.core.$ZodError) {
    const errors = faultsOf(error.cause);
    const first = errors[0];
    const detail =
      first === undefined
        ? "The input is not valid."
        : `${first.pointer || "input"}: ${first.detail}`;
    return new OperateError("invalid-input", detail, { errors });
  }
  return new OperateError(codeOf(error), sentenceOf(error), { cause: error });
}

/** Every issue zod found, as JSON Pointers into the input. */
export function faultsOf(error: z.core.$ZodError): Fault[] {
  return error.issues.map((issue) => ({
    pointer: issue.path.map((part) => `/${escapePointer(String(part))}`).join(""),
    detail: issue.message,
  }));
}

function escapePointer(part: string): string {
  return part.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Errors that tRPC itself makes, before a procedure ran. */
const TRPC_OWN: Partial<Record<TRPC_ERROR_CODE_KEY, ErrorCode>> = {
  PARSE_ERROR: "invalid-body",
  BAD_REQUEST: "invalid-input",
  NOT_FOUND: "not-found",
  METHOD_NOT_SUPPORTED: "method-not-allowed",
  PAYLOAD_TOO_LARGE: "too-large",
  UNSUPPORTED_MEDIA_TYPE: "unsupported-media-type",
  CLIENT_CLOSED_REQUEST: "invalid-body",
};

function codeOf(error: TRPCError): ErrorCode {
  return TRPC_OWN[error.code] ?? "internal";
}

function sentenceOf(error: TRPCError): string {
  const code = codeOf(error);
  return code === "internal" ? "An unexpected error occurred." : `${ERRORS[code].title}.`;
}
