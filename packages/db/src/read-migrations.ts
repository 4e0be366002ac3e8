import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import type { Migration } from "kysely/migration";

const FOLDER = fileURLToPath(new URL("../migrations/", import.meta.url));

/** Reads the plain SQL files, in the order of their names. */
export async function readMigrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".sql")).sort();
  const entries = names.map(async (name) => {
    const text = await readFile(`${FOLDER}${name}`, "utf8");
    const migration: Migration = {
      async up(db) {
        await sql.raw(text).execute(db);
      },
    };
    return [name.slice(0, -".sql".length), migration] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}
