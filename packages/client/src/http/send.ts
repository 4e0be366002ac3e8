import { OperateTimeoutError } from "../errors.ts";
import type { Connection } from "../options.ts";
import { withDeadline } from "./deadline.ts";
import { newIdempotencyKey } from "./idempotency-key.ts";
import { isPassing } from "./passing.ts";
import { retryAfterSeconds } from "./retry-after.ts";
import { type Again, retrying } from "./retrying.ts";
import { sendOnce } from "./send-once.ts";

const KEY_HEADER = "Idempotency-Key";
const JOB_STATUS_HEADER = "X-Job-Status";
const RUN_ROUTE = /\/api\/w\/[^/]+\/jobs\/run(?:_wait_result|_and_stream)?\//;

/**
 * Sends a request, again if need be, and reads its answer to the end.
 *
 * A run gets one Idempotency-Key for all attempts, so that it runs once however often it is sent.
 * Another request that changes something is sent again only if it surely changed nothing.
 */
export function send(
  connection: Connection,
  request: Request,
  timeoutMs = connection.callTimeoutMs,
): Promise<Response> {
  if (RUN_ROUTE.test(request.url) && !request.headers.has(KEY_HEADER)) {
    request.headers.set(KEY_HEADER, newIdempotencyKey());
  }
  const isRepeatable =
    request.method === "GET" || request.method === "HEAD" || request.headers.has(KEY_HEADER);
  const limits = {
    timeoutMs,
    signal: request.signal,
    timeoutError: () => new OperateTimeoutError(timeoutMs),
  };
  return withDeadline(limits, (deadline) =>
    retrying({
      retries: connection.retries,
      deadline,
      attempt: () =>
        sendOnce(connection, new Request(request.clone(), { signal: deadline.signal })),
      again: (end) => againAfter(end, isRepeatable),
    }),
  );
}

function againAfter(end: PromiseSettledResult<Response>, isRepeatable: boolean): Again | undefined {
  if (end.status === "rejected") {
    return isRepeatable ? { afterMs: undefined } : undefined;
  }
  const { status, headers } = end.value;
  // A script may choose any status for its answer, which is then no trouble of the server.
  if (headers.has(JOB_STATUS_HEADER) || !isPassing(status, isRepeatable)) {
    return undefined;
  }
  const seconds = retryAfterSeconds(headers);
  return { afterMs: seconds === undefined ? undefined : seconds * 1000 };
}
