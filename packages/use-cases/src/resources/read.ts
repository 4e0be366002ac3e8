import {
  MAX_RESOURCE_BYTES,
  OperateError,
  type Resource,
  type ResourceSummary,
} from "@getoperate/contract";
import type { DB } from "@getoperate/db";
import type { Kysely } from "kysely";
import { boundedJson } from "../bounded-json.ts";

export const SUMMARY_COLUMNS = [
  "path",
  "resource_type",
  "description",
  "created_by",
  "created_at",
  "updated_at",
] as const;

export const RESOURCE_COLUMNS = [...SUMMARY_COLUMNS, "value"] as const;

interface SummaryRow {
  readonly path: string;
  readonly resource_type: string;
  readonly description: string;
  readonly created_by: string;
  readonly created_at: Date;
  readonly updated_at: Date;
}

interface ResourceRow extends SummaryRow {
  readonly value: unknown;
}

export function toSummary({ created_at, updated_at, ...row }: SummaryRow): ResourceSummary {
  return { ...row, created_at: created_at.toISOString(), updated_at: updated_at.toISOString() };
}

/** Shapes a row for the wire. */
export function toResource({ value, ...row }: ResourceRow): Resource {
  return { ...toSummary(row), value: JSON.parse(String(value)) };
}

export function findResource(
  db: Kysely<DB>,
  { workspace, path }: { readonly workspace: string; readonly path: string },
): Promise<ResourceRow | undefined> {
  return db
    .selectFrom("resources")
    .select(RESOURCE_COLUMNS)
    .where("workspace_id", "=", workspace)
    .where("path", "=", path)
    .executeTakeFirst();
}

/** The same words for what is missing and what the caller may not see. */
export function noResource(path: string): OperateError {
  return new OperateError("not-found", `There is no resource ${path}.`);
}

/** The JSON that is stored. Throws `too-large`. */
export function resourceJson(value: unknown): string {
  return boundedJson(value, "A resource", MAX_RESOURCE_BYTES);
}
