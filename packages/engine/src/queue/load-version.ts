import {
  LANGUAGES,
  OperateError,
  type RunnableVersion,
  type SignatureParameter,
} from "@getoperate/contract";
import { type Database, reading } from "@getoperate/db";
import { z } from "zod";

const Row = z.object({
  path: z.string(),
  language: z.enum(LANGUAGES),
  content: z.string(),
  parameters: z.array(z.object({ name: z.string(), rest: z.boolean() })),
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
      .select(["path", "language", "content", "parameters"])
      .where("workspace_id", "=", workspace)
      .where("hash", "=", hash)
      .executeTakeFirst(),
  );
  if (row === undefined) {
    throw new OperateError("not-found", `There is no version ${hash}.`);
  }
  const parameters: readonly SignatureParameter[] = Row.parse(row).parameters;
  return { workspace, hash, ...Row.parse(row), parameters };
}
