// Writes every file that a program makes from others; with --check, names those that drifted.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { clientTypes } from "./generate/client-types.ts";
import { document } from "./generate/document.ts";
import { migratedDatabase } from "./generate/migrated-database.ts";
import { schema } from "./generate/schema.ts";
import { tableTypes } from "./generate/table-types.ts";

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
process.chdir(`${import.meta.dirname}/..`);
await using database = await migratedDatabase();
const texts = {
  "openapi/openapi.json": await document(),
  "packages/client/src/generated/openapi.ts": await clientTypes(),
  "packages/db/src/generated/tables.ts": await tableTypes(database),
  "packages/db/schema.sql": await schema(database),
};
const drifted: string[] = [];
for (const [path, text] of Object.entries(texts)) {
  if (text !== (await readFile(path, "utf8").catch(() => undefined))) {
    drifted.push(path);
    await (values.check ? undefined : write(path, text));
  }
}
console.log(report(drifted, values.check));
process.exitCode = values.check && drifted.length > 0 ? 1 : 0;

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

function report(paths: readonly string[], isCheck: boolean): string {
  if (paths.length === 0) {
    return "All generated files are up to date.";
  }
  const list = paths.map((path) => `  ${path}`).join("\n");
  return isCheck
    ? `Not what their sources make of them:\n${list}\nTo mend: npm run generate`
    : `Written:\n${list}`;
}
