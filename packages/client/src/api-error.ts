import { type Fault, OperateApiError } from "./errors.ts";
import { retryAfterSeconds } from "./http/retry-after.ts";
import { isRecord, numberOr, stringOr } from "./json.ts";

/** Makes the error of an answer whose body was read: a problem document (RFC 9457) or whatever. */
export function apiErrorFrom(response: Response, body: unknown): OperateApiError {
  const problem = isRecord(body) ? body : {};
  return new OperateApiError({
    code: stringOr(problem["code"], "unknown"),
    status: response.status,
    detail: stringOr(problem["detail"], `The server answered with status ${response.status}.`),
    requestId:
      stringOr(problem["instance"], undefined) ?? response.headers.get("X-Request-Id") ?? undefined,
    errors: faultsFrom(problem["errors"]),
    retryAfterSeconds: retryAfterSeconds(response.headers),
  });
}

/** The error of an answer that is well, but none of getOperate's. */
export function foreignAnswer({ status }: Response): OperateApiError {
  return new OperateApiError({
    code: "unknown",
    status,
    detail: "The answer is not one of getOperate's: is the address of the server right?",
    requestId: undefined,
    errors: [],
    retryAfterSeconds: undefined,
  });
}

/** The error that a tRPC answer carries beside its message; undefined: it is none of ours. */
export function apiErrorFromTrpc(message: string, data: unknown): OperateApiError | undefined {
  if (!isRecord(data) || typeof data["httpStatus"] !== "number") {
    return undefined;
  }
  return new OperateApiError({
    code: stringOr(data["code"], "unknown"),
    status: data["httpStatus"],
    detail: message,
    requestId: stringOr(data["requestId"], undefined),
    errors: faultsFrom(data["errors"]),
    retryAfterSeconds: numberOr(data["retryAfterSeconds"], undefined),
  });
}

function faultsFrom(errors: unknown): Fault[] {
  return (Array.isArray(errors) ? errors : []).filter(isRecord).map((fault) => ({
    pointer: stringOr(fault["pointer"], ""),
    detail: stringOr(fault["detail"], ""),
  }));
}
