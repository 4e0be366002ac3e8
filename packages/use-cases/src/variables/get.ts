import { type Call, maySee, type Variable } from "@getoperate/contract";
import { reading } from "@getoperate/db";
import { requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";
import { findVariable, noVariable, toVariable } from "./read.ts";

/** A variable, without its value if it is a secret. */
export async function getVariable(
  platform: Platform,
  call: Call<{ readonly workspace: string; readonly path: string }>,
): Promise<Variable> {
  const actor = await requireScope(platform, call, "variables:read");
  const row = await reading(() => findVariable(platform.db.kysely, call.input));
  if (row === undefined || !maySee(actor, row.path)) {
    throw noVariable(call.input.path);
  }
  return toVariable(row);
}
