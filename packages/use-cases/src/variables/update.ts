import {
  type Call,
  maySee,
  OperateError,
  type UpdateVariableInput,
  type Variable,
} from "@getoperate/contract";
import { withTransaction } from "@getoperate/db";
import { sql } from "kysely";
import type { z } from "zod";
import { requireWrite } from "../auth/actor.ts";
import { requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";
import {
  findVariable,
  noVariable,
  toVariable,
  VARIABLE_COLUMNS,
  type VariableRow,
} from "./read.ts";
import { storedValue } from "./stored-value.ts";

type Input = z.output<typeof UpdateVariableInput>;

/** Changes what is given of a variable. */
export async function updateVariable(platform: Platform, call: Call<Input>): Promise<Variable> {
  const actor = await requireScope(platform, call, "variables:write");
  const { workspace, path, description } = call.input;
  if (!maySee(actor, path)) {
    throw noVariable(path);
  }
  requireWrite(actor, path);
  return withTransaction(platform.db, async (transaction) => {
    const found = await findVariable(transaction, { workspace, path }, "for update");
    if (found === undefined) {
      throw noVariable(path);
    }
    const value = wantedValue(found, call.input);
    const row = await transaction
      .updateTable("variables")
      .set({
        description: description ?? found.description,
        updated_at: sql<Date>`now()`,
        ...(value && (await storedValue(platform, transaction, { workspace, path, ...value }))),
      })
      .where("workspace_id", "=", workspace)
      .where("path", "=", path)
      .returning(VARIABLE_COLUMNS)
      .executeTakeFirstOrThrow();
    return toVariable(row);
  });
}

/** Undefined: it stays as it is stored. */
function wantedValue(
  found: VariableRow,
  input: Input,
): { readonly value: string; readonly is_secret: boolean } | undefined {
  const { is_secret = found.key_id !== null } = input;
  const value = input.value ?? found.value;
  if (value !== null) {
    return { value, is_secret };
  }
  if (!is_secret) {
    throw new OperateError(
      "invalid-input",
      "/value: is required to make a plain variable of a secret",
      {
        errors: [{ pointer: "/value", detail: "is required to make a plain variable of a secret" }],
      },
    );
  }
  return undefined;
}
