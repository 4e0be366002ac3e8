import { type Call, maySee } from "@getoperate/contract";
import { withTransaction } from "@getoperate/db";
import { requireWrite } from "../auth/actor.ts";
import { requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";
import { noResource } from "./read.ts";

export async function deleteResource(
  platform: Platform,
  call: Call<{ readonly workspace: string; readonly path: string }>,
): Promise<{ path: string; deleted: true }> {
  const actor = await requireScope(platform, call, "resources:write");
  const { workspace, path } = call.input;
  if (!maySee(actor, path)) {
    throw noResource(path);
  }
  requireWrite(actor, path);
  const [deleted] = await withTransaction(platform.db, (transaction) =>
    transaction
      .deleteFrom("resources")
      .where("workspace_id", "=", workspace)
      .where("path", "=", path)
      .execute(),
  );
  if (deleted?.numDeletedRows !== 1n) {
    throw noResource(path);
  }
  return { path, deleted: true };
}
