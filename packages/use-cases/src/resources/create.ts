import {
  type Call,
  type CreateResourceInput,
  OperateError,
  type Resource,
} from "@getoperate/contract";
import { withTransaction } from "@getoperate/db";
import type { z } from "zod";
import { requireWrite } from "../auth/actor.ts";
import { requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";
import { RESOURCE_COLUMNS, resourceJson, toResource } from "./read.ts";

export async function createResource(
  platform: Platform,
  call: Call<z.output<typeof CreateResourceInput>>,
): Promise<Resource> {
  const actor = await requireScope(platform, call, "resources:write");
  const { workspace, path, value, resource_type, description } = call.input;
  requireWrite(actor, path);
  const json = resourceJson(value);
  const row = await withTransaction(platform.db, (transaction) =>
    transaction
      .insertInto("resources")
      .values({
        workspace_id: workspace,
        path,
        resource_type,
        value: json,
        description,
        created_by: actor.username,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning(RESOURCE_COLUMNS)
      .executeTakeFirst(),
  );
  if (row === undefined) {
    throw new OperateError("conflict", `There is a resource ${path} already.`);
  }
  return toResource(row);
}
