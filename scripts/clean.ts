// npm run clean: removes what builds and tests made. Data in .operate and node_modules stay.

import { glob, rm } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./run-program.ts";

const MADE = [
  "{packages,apps}/*/{dist,.turbo,coverage}",
  "{packages,apps}/*/*.tsbuildinfo",
  ".turbo",
];

for await (const path of glob(MADE, { cwd: ROOT })) {
  await rm(join(ROOT, path), { recursive: true, force: true });
  console.log(`removed ${path}`);
}
