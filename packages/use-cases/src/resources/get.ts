import { type Call, maySee, type Resource } from "@getoperate/contract";
import { reading } from "@getoperate/db";
import { requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";
import { findResource, noResource, toResource } from "./read.ts";

/** A resource as it is stored, with its references. */
export async function getResource(
  platform: Platform,
  call: Call<{ readonly workspace: string; readonly path: string }>,
): Promise<Resource> {
  const actor = await requireScope(platform, call, "resources:read");
  const row = await reading(() => findResource(platform.db.kysely, call.input));
  if (row === undefined || !maySee(actor, row.path)) {
    throw noResource(call.input.path);
  }
  return toResource(row);
}
