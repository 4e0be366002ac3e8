import {
  type Call,
  type ListResourcesInput,
  type Page,
  pathFault,
  type ResourceSummary,
} from "@getoperate/contract";
import { reading } from "@getoperate/db";
import type { z } from "zod";
import { requireScope } from "../auth/require-scope.ts";
import { visiblePaths } from "../auth/visible-paths.ts";
import { decodeCursor, toPage } from "../cursor.ts";
import type { Platform } from "../platform.ts";
import { SUMMARY_COLUMNS, toSummary } from "./read.ts";

/** The resources that the caller may see, by path, without values. */
export async function listResources(
  platform: Platform,
  call: Call<z.output<typeof ListResourcesInput>>,
): Promise<Page<ResourceSummary>> {
  const actor = await requireScope(platform, call, "resources:read");
  const { workspace, limit, cursor, path_prefix, resource_type } = call.input;
  let query = platform.db.kysely
    .selectFrom("resources")
    .select(SUMMARY_COLUMNS)
    .where("workspace_id", "=", workspace)
    .where(visiblePaths(actor, { prefix: path_prefix }))
    .orderBy("path")
    .limit(limit + 1);
  if (resource_type !== undefined) {
    query = query.where("resource_type", "=", resource_type);
  }
  if (cursor !== undefined) {
    const isPath = (path: string) => pathFault(path) === undefined;
    query = query.where("path", ">", decodeCursor(cursor, isPath));
  }
  const rows = await reading(() => query.execute());
  return toPage(rows, limit, { item: toSummary, place: ({ path }) => path });
}
