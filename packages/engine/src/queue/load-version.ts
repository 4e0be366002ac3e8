import {
  LANGUAGES,
  OperateError,
  type RunnableVersion,
  ScriptSettings,
  type VersionLimits,
} from "@getoperate/contract";
import { type Database, reading } from "@getoperate/db";
import { z } from "zod";

const Row = z.object({
  path: z.string(),
  language: z.enum(LANGUAGES),
  content: z.string(),
  parameters: z.array(z.object({ name: z.string(), rest: z.boolean() })),
  settings: ScriptSettings,
});

/** Reads what a worker needs to run a version. Throws `not-found`. */
export async function loadVersion(
  db: Database,
  workspace: string,
  hash: string,
): Promise<RunnableVersion> {
  const row = await reading(() =>
    db.kysely
      .selectFrom("script_versions")
      .select(["path", "language", "content", "parameters", "settings"])
      .where("workspace_id", "=", workspace)
      .where("hash", "=", hash)
      .executeTakeFirst(),
  );
  if (row === undefined) {
    throw new OperateError("not-found", `There is no version ${hash}.`);
  }
  const { settings, ...version } = Row.parse(row);
  return { workspace, hash, ...version, limits: limitsOf(settings) };
}

function limitsOf({ network = true, memory_mib, fresh = false }: ScriptSettings): VersionLimits {
  return { network, memoryMib: memory_mib ?? null, fresh };
}
