import { OperateError, type Variable, type VariableSummary } from "@getoperate/contract";
import type { DB } from "@getoperate/db";
import type { Kysely } from "kysely";

export const SUMMARY_COLUMNS = [
  "path",
  "key_id",
  "description",
  "created_by",
  "created_at",
  "updated_at",
] as const;

export const VARIABLE_COLUMNS = [...SUMMARY_COLUMNS, "value", "sealed"] as const;

interface SummaryRow {
  readonly path: string;
  readonly key_id: string | null;
  readonly description: string;
  readonly created_by: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export interface VariableRow extends SummaryRow {
  readonly value: string | null;
  readonly sealed: Uint8Array | null;
}

export function toSummary({ key_id, created_at, updated_at, ...row }: SummaryRow): VariableSummary {
  const { path, description, created_by } = row;
  return {
    path,
    is_secret: key_id !== null,
    description,
    created_by,
    created_at: created_at.toISOString(),
    updated_at: updated_at.toISOString(),
  };
}

/** Shapes a row for the wire; a secret has no value there. */
export function toVariable(row: VariableRow): Variable {
  return { ...toSummary(row), value: row.value };
}

export function findVariable(
  db: Kysely<DB>,
  { workspace, path }: { readonly workspace: string; readonly path: string },
  lock?: "for update",
): Promise<VariableRow | undefined> {
  const query = db
    .selectFrom("variables")
    .select(VARIABLE_COLUMNS)
    .where("workspace_id", "=", workspace)
    .where("path", "=", path);
  return (lock === undefined ? query : query.forUpdate()).executeTakeFirst();
}

/** The same words for what is missing and what the caller may not see. */
export function noVariable(path: string): OperateError {
  return new OperateError("not-found", `There is no variable ${path}.`);
}
