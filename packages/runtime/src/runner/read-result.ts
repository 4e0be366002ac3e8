import { isUtf8 } from "node:buffer";
import type { JobOutcome } from "@getoperate/contract";
import { findJsonFault, MAX_DEPTH } from "./json-check.ts";
import { failed } from "./outcomes.ts";

/** What every failure's text begins with. */
const ERROR_START = '{"error":';

/**
 * The outcome that a runner's result stands for; undefined: it is none.
 *
 * It comes from a process of user code, so that it is JSON cannot be taken on trust.
 */
export function readResult(ok: boolean, payload: Buffer): JobOutcome | undefined {
  const fault = isUtf8(payload) ? findJsonFault(payload) : "not-json";
  if (fault === "too-deep") {
    return failed("RangeError", `The result is nested more than ${MAX_DEPTH} deep`);
  }
  const result = payload.toString("utf8");
  const isWellFormed = fault === undefined && (ok || result.startsWith(ERROR_START));
  return isWellFormed ? { status: ok ? "success" : "failure", result } : undefined;
}
