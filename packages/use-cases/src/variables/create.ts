import {
  type Call,
  type CreateVariableInput,
  OperateError,
  type Variable,
} from "@getoperate/contract";
import { withTransaction } from "@getoperate/db";
import type { z } from "zod";
import { requireWrite } from "../auth/actor.ts";
import { requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";
import { toVariable, VARIABLE_COLUMNS } from "./read.ts";
import { storedValue } from "./stored-value.ts";

/** Makes a variable; a secret's value is sealed before it is sent to the database. */
export async function createVariable(
  platform: Platform,
  call: Call<z.output<typeof CreateVariableInput>>,
): Promise<Variable> {
  const actor = await requireScope(platform, call, "variables:write");
  const { workspace, path, value, is_secret, description } = call.input;
  requireWrite(actor, path);
  const row = await withTransaction(platform.db, async (transaction) =>
    transaction
      .insertInto("variables")
      .values({
        workspace_id: workspace,
        path,
        description,
        created_by: actor.username,
        ...(await storedValue(platform, transaction, { workspace, path, value, is_secret })),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning(VARIABLE_COLUMNS)
      .executeTakeFirst(),
  );
  if (row === undefined) {
    throw new OperateError("conflict", `There is a variable ${path} already.`);
  }
  return toVariable(row);
}
