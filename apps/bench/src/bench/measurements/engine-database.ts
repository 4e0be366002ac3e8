import { migrate } from "@getoperate/db";
import { sql } from "kysely";
import { openDatabase } from "../own-database.ts";
import type { EngineSetUp } from "../programs/engine.ts";
import { ADD, type World } from "../world.ts";

const HASH = "0123456789abcdef";

/** A database with the product's tables and one script in them. */
export async function engineDatabase(world: World, name: string): Promise<EngineSetUp> {
  const connectionString = await world.makeDatabase(name);
  await migrate({ connectionString });
  await using db = openDatabase(connectionString);
  await sql`insert into workspaces (id, name) values ('main', 'main')`.execute(db.kysely);
  await sql`
    insert into script_versions (workspace_id, hash, path, number, language, content, summary,
      description, settings, schema, result_schema, parameters, has_preprocessor, warnings,
      created_by)
    values ('main', ${HASH}, ${ADD.path}, 1, 'typescript', ${ADD.content}, '', '', '{}', '{}', '{}',
      '[]', false, '[]', 'admin')`.execute(db.kysely);
  await sql`
    insert into scripts (workspace_id, path, head_hash, head_number)
    values ('main', ${ADD.path}, ${HASH}, 1)`.execute(db.kysely);
  return { connectionString, path: ADD.path, hash: HASH };
}
