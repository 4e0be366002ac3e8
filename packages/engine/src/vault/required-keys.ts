import { type Database, reading } from "@getoperate/db";
import { lacksKey } from "./data-keys.ts";
import type { InstanceKey } from "./instance-key.ts";

/** Ids of the instance's keys that the database's secrets need. */
export async function neededKeys({ kysely }: Database): Promise<readonly string[]> {
  const rows = await reading(() =>
    kysely.selectFrom("data_keys").select("wrapped_by").distinct().execute(),
  );
  return rows.map(({ wrapped_by }) => wrapped_by);
}

/** Throws `conflict` that names the first key that is needed and not there. */
export async function requireKeys(
  db: Database,
  keys: readonly InstanceKey[] | undefined,
): Promise<void> {
  const missing = (await neededKeys(db)).find((id) => !keys?.some((key) => key.id === id));
  if (missing !== undefined) {
    throw lacksKey(missing);
  }
}
