import { type Call, maySee, OperateError, type State } from "@getoperate/contract";
import { reading } from "@getoperate/db";
import { requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";

/** What a script remembers; null if that is nothing. */
export async function getState(
  platform: Platform,
  call: Call<{ readonly workspace: string; readonly path: string }>,
): Promise<State> {
  const actor = await requireScope(platform, call, "state:read");
  const { workspace, path } = call.input;
  if (!maySee(actor, path)) {
    throw noState(path);
  }
  const row = await reading(() =>
    platform.db.kysely
      .selectFrom("script_states")
      .select("value")
      .where("workspace_id", "=", workspace)
      .where("path", "=", path)
      .executeTakeFirst(),
  );
  return { path, value: row === undefined ? null : JSON.parse(String(row.value)) };
}

export function noState(path: string): OperateError {
  return new OperateError("not-found", `There is no state ${path}.`);
}
