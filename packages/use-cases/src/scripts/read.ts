import { type JsonSchema, LANGUAGES, type Script, ScriptSettings } from "@getoperate/contract";
import type { Database, DB } from "@getoperate/db";
import type { SelectQueryBuilder } from "kysely";
import { z } from "zod";

const StoredJson = z.string().transform((text): unknown => JSON.parse(text));
const StoredSchema = StoredJson.pipe(z.record(z.string(), z.unknown()));

const Row = z.object({
  path: z.string(),
  hash: z.string(),
  language: z.enum(LANGUAGES),
  content: z.string(),
  summary: z.string(),
  description: z.string(),
  settings: ScriptSettings,
  schema: StoredSchema,
  result_schema: StoredSchema,
  has_preprocessor: z.boolean(),
  head_hash: z.string(),
  archived_at: z.date().nullable(),
  created_by: z.string(),
  created_at: z.date(),
});

type Versions = DB & { v: DB["script_versions"]; s: DB["scripts"] };

/** Reads one version of a script, with what its path says today. */
export function selectVersions(
  db: Database,
  workspace: string,
): SelectQueryBuilder<Versions, "v" | "s", object> {
  return db.kysely
    .selectFrom("script_versions as v")
    .innerJoin("scripts as s", (join) =>
      join.onRef("s.workspace_id", "=", "v.workspace_id").onRef("s.path", "=", "v.path"),
    )
    .where("v.workspace_id", "=", workspace);
}

export const VERSION_COLUMNS = [
  "v.path",
  "v.hash",
  "v.language",
  "v.content",
  "v.summary",
  "v.description",
  "v.settings",
  "v.schema",
  "v.result_schema",
  "v.has_preprocessor",
  "v.created_by",
  "v.created_at",
  "s.head_hash",
  "s.archived_at",
] as const;

/** Shapes a row of `VERSION_COLUMNS` for the wire. */
export function toScript(row: unknown): Script {
  const { head_hash, archived_at, created_at, ...version } = Row.parse(row);
  const schema: JsonSchema = version.schema;
  return {
    ...version,
    schema,
    is_latest: head_hash === version.hash,
    archived: archived_at !== null,
    created_at: created_at.toISOString(),
  };
}
