import { OperateError } from "@getoperate/contract";
import type { Fallible } from "@getoperate/webhook";

/** The value, or its failure as the error that every transport maps. */
export function orThrow<Value>(fallible: Fallible<Value>): Value {
  if (fallible.ok) {
    return fallible.value;
  }
  const { code, detail, errors } = fallible.error;
  throw new OperateError(code, detail, errors === undefined ? {} : { errors });
}
