// Writes every file that a program makes from others; with --check, names those that drifted.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { clientTypes } from "./generate/client-types.ts";
import { document } from "./generate/document.ts";

const FILES: readonly (readonly [path: string, make: () => Promise<string>])[] = [
  ["openapi/openapi.json", document],
  ["packages/client/src/generated/openapi.ts", clientTypes],
];

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
process.chdir(`${import.meta.dirname}/..`);
const drifted: string[] = [];
for (const [path, make] of FILES) {
  const text = await make();
  if (text === (await readFile(path, "utf8").catch(() => undefined))) {
    continue;
  }
  drifted.push(path);
  if (!values.check) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}
console.log(report(drifted, values.check));
process.exitCode = values.check && drifted.length > 0 ? 1 : 0;

function report(paths: readonly string[], isCheck: boolean): string {
  if (paths.length === 0) {
    return "All generated files are up to date.";
  }
  const list = paths.map((path) => `  ${path}`).join("\n");
  return isCheck
    ? `Not what their sources make of them:\n${list}\nTo mend: npm run generate`
    : `Written:\n${list}`;
}
