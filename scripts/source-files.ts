// The files that people write, for checks that read them all.

import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";

const NOT_WRITTEN = new Set([
  "node_modules",
  "dist",
  "generated",
  "coverage",
  ".git",
  ".turbo",
  ".operate",
]);

/** Paths below the folder, with `/`, sorted; without installed, built and generated ones. */
export async function sourceFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (path: string): Promise<void> => {
    for (const entry of await readdir(path, { withFileTypes: true })) {
      if (entry.isDirectory() && !NOT_WRITTEN.has(entry.name)) {
        await walk(join(path, entry.name));
      } else if (entry.isFile()) {
        found.push(relative(folder, join(path, entry.name)));
      }
    }
  };
  await walk(folder);
  return found.sort();
}
