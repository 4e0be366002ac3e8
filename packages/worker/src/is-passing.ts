import { OperateError } from "@getoperate/contract";

/** Whether the same may succeed a little later. */
export function isPassing(error: unknown): boolean {
  return error instanceof OperateError && error.code === "unavailable";
}
