import {
  type Call,
  LANGUAGES,
  type ListScriptsInput,
  maySee,
  type Page,
  pathFault,
  type ScriptHistoryInput,
  type ScriptSummary,
} from "@getoperate/contract";
import { reading } from "@getoperate/db";
import { z } from "zod";
import { requireScope } from "../auth/require-scope.ts";
import { visiblePaths } from "../auth/visible-paths.ts";
import { decodeCursor, toPage } from "../cursor.ts";
import type { Platform } from "../platform.ts";
import { noScript } from "./get.ts";
import { selectVersions } from "./read.ts";

const SUMMARY_COLUMNS = [
  "v.path",
  "v.hash",
  "v.number",
  "v.language",
  "v.summary",
  "v.created_by",
  "v.created_at",
  "s.archived_at",
] as const;

const Row = z.object({
  path: z.string(),
  hash: z.string(),
  language: z.enum(LANGUAGES),
  summary: z.string(),
  created_by: z.string(),
  created_at: z.date(),
  archived_at: z.date().nullable(),
});

function toSummary(row: unknown): ScriptSummary {
  const { archived_at, created_at, ...summary } = Row.parse(row);
  return { ...summary, archived: archived_at !== null, created_at: created_at.toISOString() };
}

/** The newest version of each script that the caller may see, by path. */
export async function listScripts(
  platform: Platform,
  call: Call<z.output<typeof ListScriptsInput>>,
): Promise<Page<ScriptSummary>> {
  const actor = await requireScope(platform, call, "scripts:read");
  const { workspace, limit, cursor, archived, created_by, path_prefix } = call.input;
  let query = selectVersions(platform.db, workspace)
    .select(SUMMARY_COLUMNS)
    .whereRef("v.hash", "=", "s.head_hash")
    .where("s.archived_at", archived ? "is not" : "is", null)
    .where(visiblePaths(actor, { column: "s.path", prefix: path_prefix }))
    .orderBy("s.path")
    .limit(limit + 1);
  if (created_by !== undefined) {
    query = query.where("v.created_by", "=", created_by);
  }
  if (cursor !== undefined) {
    query = query.where(
      "s.path",
      ">",
      decodeCursor(cursor, (path) => pathFault(path) === undefined),
    );
  }
  const rows = await reading(() => query.execute());
  return toPage(rows, limit, { item: toSummary, place: ({ path }) => path });
}

/** The versions of one path, newest first. */
export async function listScriptHistory(
  platform: Platform,
  call: Call<z.output<typeof ScriptHistoryInput>>,
): Promise<Page<ScriptSummary>> {
  const actor = await requireScope(platform, call, "scripts:read");
  const { workspace, path, limit, cursor } = call.input;
  let query = selectVersions(platform.db, workspace)
    .select(SUMMARY_COLUMNS)
    .where("v.path", "=", path)
    .orderBy("v.number", "desc")
    .limit(limit + 1);
  if (cursor !== undefined) {
    const place = decodeCursor(cursor, (text) => /^\d{1,9}$/.test(text));
    query = query.where("v.number", "<", Number(place));
  }
  const rows = await reading(() => query.execute());
  if (!maySee(actor, path) || (rows.length === 0 && cursor === undefined)) {
    throw noScript(path);
  }
  return toPage(rows, limit, { item: toSummary, place: ({ number }) => String(number) });
}
