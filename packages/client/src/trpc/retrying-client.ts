import {
  type CreateTRPCClientOptions,
  type TRPCRequestOptions,
  TRPCUntypedClient,
} from "@trpc/client";
import { OperateApiError, OperateConnectionError, OperateTimeoutError } from "../errors.ts";
import type { AppRouter } from "../generated/app-router.ts";
import { withDeadline } from "../http/deadline.ts";
import { newIdempotencyKey } from "../http/idempotency-key.ts";
import { isPassing } from "../http/passing.ts";
import { type Again, retrying } from "../http/retrying.ts";
import { isRecord } from "../json.ts";
import type { Connection } from "../options.ts";
import { typedError } from "./typed-error.ts";

/** Procedures that start a job take an idempotency key. */
const RUN = /^jobs\.run/;
/** Procedures whose answer may wait for a job's end. */
const WAIT = /^jobs\.(?:run\w+AndWait|result)$/;

/**
 * tRPC's client with time-outs, retries and our errors.
 *
 * A run gets one key for all attempts, so that it runs once however often it is sent.
 */
export class RetryingClient extends TRPCUntypedClient<AppRouter> {
  readonly #connection: Connection;

  constructor(connection: Connection, options: CreateTRPCClientOptions<AppRouter>) {
    super(options);
    this.#connection = connection;
  }

  override query(path: string, input?: unknown, options?: TRPCRequestOptions): Promise<unknown> {
    return this.#call({ path, options, isRepeatable: true }, (signal) =>
      super.query(path, input, { ...options, signal }),
    );
  }

  override mutation(path: string, input?: unknown, options?: TRPCRequestOptions): Promise<unknown> {
    const isRun = RUN.test(path);
    const keyed = isRun ? withKey(input) : input;
    return this.#call({ path, options, isRepeatable: isRun }, (signal) =>
      super.mutation(path, keyed, { ...options, signal }),
    );
  }

  #call(
    { path, options, isRepeatable }: Call,
    attempt: (signal: AbortSignal) => Promise<unknown>,
  ): Promise<unknown> {
    const { retries, waitTimeoutMs, callTimeoutMs } = this.#connection;
    const timeoutMs = WAIT.test(path) ? waitTimeoutMs : callTimeoutMs;
    const limits = {
      timeoutMs,
      signal: options?.signal,
      timeoutError: () => new OperateTimeoutError(timeoutMs),
    };
    return withDeadline(limits, (deadline) =>
      retrying({
        retries,
        deadline,
        attempt: () =>
          attempt(deadline.signal).catch((error: unknown) => {
            throw typedError(error);
          }),
        again: (end) =>
          end.status === "rejected" ? againAfter(end.reason, isRepeatable) : undefined,
      }),
    );
  }
}

interface Call {
  readonly path: string;
  readonly options: TRPCRequestOptions | undefined;
  readonly isRepeatable: boolean;
}

function withKey(input: unknown): unknown {
  return isRecord(input)
    ? { ...input, idempotency_key: input["idempotency_key"] ?? newIdempotencyKey() }
    : input;
}

function againAfter(error: unknown, isRepeatable: boolean): Again | undefined {
  if (error instanceof OperateConnectionError && isRepeatable) {
    return { afterMs: undefined };
  }
  if (error instanceof OperateApiError && isPassing(error.status, isRepeatable)) {
    const seconds = error.retryAfterSeconds;
    return { afterMs: seconds === undefined ? undefined : seconds * 1000 };
  }
  return undefined;
}
