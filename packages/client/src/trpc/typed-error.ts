import { TRPCClientError } from "@trpc/client";
import { apiErrorFromTrpc } from "../api-error.ts";
import { OperateApiError, OperateConnectionError } from "../errors.ts";

/** What tRPC's client threw, as the error of ours that it stands for; others stay as they are. */
export function typedError(error: unknown): unknown {
  if (!(error instanceof TRPCClientError)) {
    return error;
  }
  const { cause } = error;
  const isOurs = cause instanceof OperateApiError || cause instanceof OperateConnectionError;
  return apiErrorFromTrpc(error.message, error.data) ?? (isOurs ? cause : error);
}
