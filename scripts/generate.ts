// Writes every file that a program makes from others; with --check, names those that drifted.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { appRouter } from "./generate/app-router.ts";
import { clientTypes } from "./generate/client-types.ts";
import { contractIdsPage } from "./generate/contract-ids-page.ts";
import { document } from "./generate/document.ts";
import { driftedPaths, type Texts } from "./generate/drift.ts";
import { errorCode } from "./generate/error-code.ts";
import { errorsPage } from "./generate/errors-page.ts";
import { migratedDatabase } from "./generate/migrated-database.ts";
import { schema } from "./generate/schema.ts";
import { settingsPage } from "./generate/settings-page.ts";
import { tableTypes } from "./generate/table-types.ts";

process.chdir(join(import.meta.dirname, ".."));
const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
const texts = await makeAll();
const drifted = await driftedPaths(".", texts);
if (values.check && drifted.length > 0) {
  console.error(
    `Not what their sources make of them:\n${list(drifted)}\nTo mend: npm run generate`,
  );
  process.exitCode = 1;
} else if (drifted.length > 0) {
  for (const path of drifted) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, texts[path] ?? "");
  }
  console.log(`Written:\n${list(drifted)}`);
} else {
  console.log("All generated files are what their sources make of them.");
}

async function makeAll(): Promise<Texts> {
  await using database = await migratedDatabase();
  return {
    "apps/docs/contract-ids.md": await contractIdsPage("."),
    "apps/docs/errors.md": errorsPage(),
    "apps/docs/settings.md": settingsPage(),
    "openapi/openapi.json": await document(),
    "packages/client/src/generated/app-router.ts": appRouter(),
    "packages/client/src/generated/error-code.ts": errorCode(),
    "packages/client/src/generated/openapi.ts": await clientTypes(),
    "packages/db/src/generated/tables.ts": await tableTypes(database),
    "packages/db/schema.sql": await schema(database),
  };
}

function list(paths: readonly string[]): string {
  return paths.map((path) => `  ${path}`).join("\n");
}
