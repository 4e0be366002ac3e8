import { type Call, maySee, OperateError, type Script } from "@getoperate/contract";
import { reading } from "@getoperate/db";
import { requireScope } from "../auth/require-scope.ts";
import type { Platform } from "../platform.ts";
import { selectVersions, toScript, VERSION_COLUMNS } from "./read.ts";

/** The newest version of a path, archived or not. */
export async function getScriptByPath(
  platform: Platform,
  call: Call<{ readonly workspace: string; readonly path: string }>,
): Promise<Script> {
  const actor = await requireScope(platform, call, "scripts:read");
  const { workspace, path } = call.input;
  const row = await reading(() =>
    selectVersions(platform.db, workspace)
      .select(VERSION_COLUMNS)
      .where("v.path", "=", path)
      .whereRef("v.hash", "=", "s.head_hash")
      .executeTakeFirst(),
  );
  if (row === undefined || !maySee(actor, path)) {
    throw noScript(path);
  }
  return toScript(row);
}

export async function getScriptByHash(
  platform: Platform,
  call: Call<{ readonly workspace: string; readonly hash: string }>,
): Promise<Script> {
  const actor = await requireScope(platform, call, "scripts:read");
  const { workspace, hash } = call.input;
  const row = await reading(() =>
    selectVersions(platform.db, workspace)
      .select(VERSION_COLUMNS)
      .where("v.hash", "=", hash)
      .executeTakeFirst(),
  );
  if (row === undefined || !maySee(actor, row.path)) {
    throw noVersion(hash);
  }
  return toScript(row);
}

/** The same words for what is missing and what the caller may not see. */
export function noScript(path: string): OperateError {
  return new OperateError("not-found", `There is no script ${path}.`);
}

export function noVersion(hash: string): OperateError {
  return new OperateError("not-found", `There is no script version ${hash}.`);
}
