import { faultsOf, OperateError } from "@getoperate/contract";
import type { z } from "zod";

/** Checks a value of a route's URL or header. Throws `invalid-input` that names it. */
export function parseValue<Schema extends z.ZodType>(
  schema: Schema,
  name: string,
  value: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    return parsed.data;
  }
  const errors = faultsOf(parsed.error).map(({ pointer, detail }) => ({
    pointer: `/${name}${pointer}`,
    detail,
  }));
  throw new OperateError("invalid-input", `/${name}: ${errors[0]?.detail ?? "is not valid"}`, {
    errors,
  });
}
