import type { ErrorCode, Fault } from "@getoperate/contract";

/** What the caller did wrong: the code fixes the status, the detail is a sentence for people. */
export interface Failure {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors?: readonly Fault[];
}

/** A value, or why there is none: here bad input is data, never an exception. */
export type Fallible<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure };

export function succeed<Value>(value: Value): Fallible<Value> {
  return { ok: true, value };
}

export function fail(
  code: ErrorCode,
  detail: string,
  errors?: readonly Fault[],
): { readonly ok: false; readonly error: Failure } {
  return { ok: false, error: errors === undefined ? { code, detail } : { code, detail, errors } };
}
