import {
  type Call,
  type ListByPathInput,
  type Page,
  pathFault,
  type VariableSummary,
} from "@getoperate/contract";
import { reading } from "@getoperate/db";
import type { z } from "zod";
import { requireScope } from "../auth/require-scope.ts";
import { visiblePaths } from "../auth/visible-paths.ts";
import { decodeCursor, toPage } from "../cursor.ts";
import type { Platform } from "../platform.ts";
import { SUMMARY_COLUMNS, toSummary } from "./read.ts";

/** The variables that the caller may see, by path, without values. */
export async function listVariables(
  platform: Platform,
  call: Call<z.output<typeof ListByPathInput>>,
): Promise<Page<VariableSummary>> {
  const actor = await requireScope(platform, call, "variables:read");
  const { workspace, limit, cursor, path_prefix } = call.input;
  let query = platform.db.kysely
    .selectFrom("variables")
    .select(SUMMARY_COLUMNS)
    .where("workspace_id", "=", workspace)
    .where(visiblePaths(actor, { prefix: path_prefix }))
    .orderBy("path")
    .limit(limit + 1);
  if (cursor !== undefined) {
    const isPath = (path: string) => pathFault(path) === undefined;
    query = query.where("path", ">", decodeCursor(cursor, isPath));
  }
  const rows = await reading(() => query.execute());
  return toPage(rows, limit, { item: toSummary, place: ({ path }) => path });
}
