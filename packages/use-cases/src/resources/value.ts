import { type Call, covers, maySee } from "@getoperate/contract";
import { reading } from "@getoperate/db";
import { resolveReferences } from "@getoperate/engine";
import { forbidden, requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";
import { handOver } from "../variables/hand-over.ts";
import { findResource, noResource } from "./read.ts";

/** The value of a resource, with what its references stand for. */
export async function getResourceValue(
  platform: Platform,
  call: Call<{ readonly workspace: string; readonly path: string }>,
): Promise<{ path: string; resource_type: string; value: unknown }> {
  const actor = await requireScope(platform, call, "resources:read");
  const { path } = call.input;
  const row = await reading(() => findResource(platform.db.kysely, call.input));
  if (row === undefined || !maySee(actor, path)) {
    throw noResource(path);
  }
  const { json, secrets } = await resolveReferences(platform, actor, String(row.value));
  if (secrets.length > 0 && !covers(actor.scopes, "secrets:read")) {
    throw forbidden();
  }
  await handOver(platform, actor, secrets);
  return { path, resource_type: row.resource_type, value: JSON.parse(json) };
}
