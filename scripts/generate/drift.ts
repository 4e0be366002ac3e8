// Which generated files are not what their sources make of them now.
import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Files by their path from a folder, as they ought to be. */
export type Texts = Readonly<Record<string, string>>;

/** The paths of those files that are missing or have another text. */
export async function driftedPaths(folder: string, texts: Texts): Promise<string[]> {
  const drifted: string[] = [];
  for (const [path, text] of Object.entries(texts)) {
    const present = await readFile(join(folder, path), "utf8").catch(() => undefined);
    if (present !== text) {
      drifted.push(path);
    }
  }
  return drifted;
}
