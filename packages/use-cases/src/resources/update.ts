import { type Call, maySee, type Resource, type UpdateResourceInput } from "@getoperate/contract";
import { withTransaction } from "@getoperate/db";
import { sql } from "kysely";
import type { z } from "zod";
import { requireWrite } from "../auth/actor.ts";
import { requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";
import { noResource, RESOURCE_COLUMNS, resourceJson, toResource } from "./read.ts";

/** Changes what is given of a resource. */
export async function updateResource(
  platform: Platform,
  call: Call<z.output<typeof UpdateResourceInput>>,
): Promise<Resource> {
  const actor = await requireScope(platform, call, "resources:write");
  const { workspace, path, value, resource_type, description } = call.input;
  if (!maySee(actor, path)) {
    throw noResource(path);
  }
  requireWrite(actor, path);
  const json = value === undefined ? undefined : resourceJson(value);
  const row = await withTransaction(platform.db, (transaction) =>
    transaction
      .updateTable("resources")
      .set({
        updated_at: sql<Date>`now()`,
        ...(json === undefined ? {} : { value: json }),
        ...(resource_type === undefined ? {} : { resource_type }),
        ...(description === undefined ? {} : { description }),
      })
      .where("workspace_id", "=", workspace)
      .where("path", "=", path)
      .returning(RESOURCE_COLUMNS)
      .executeTakeFirst(),
  );
  if (row === undefined) {
    throw noResource(path);
  }
  return toResource(row);
}
