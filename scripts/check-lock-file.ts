// package-lock.json wants what each package.json wants, or npm ci refuses it on every machine.

import { readFile } from "node:fs/promises";
import { join } from "node:path";

const KINDS = ["dependencies", "devDependencies", "optionalDependencies", "peerDependencies"];

/** One line for each dependency that differs. */
export async function checkLockFile(root: string): Promise<string[]> {
  const { packages } = Object(await readJson(join(root, "package-lock.json")));
  const folders = Object.keys(packages).filter((path) => !path.includes("node_modules/"));
  const faults: string[] = [];
  for (const folder of folders) {
    const manifest = Object(await readJson(join(root, folder, "package.json")));
    for (const kind of KINDS) {
      const names = differences(Object(manifest[kind]), Object(packages[folder][kind]));
      const place = join(folder, "package.json");
      faults.push(
        ...names.map((name) => `${place} and package-lock.json differ in ${kind}: ${name}`),
      );
    }
  }
  return faults;
}

type Versions = Readonly<Record<string, unknown>>;

function differences(wanted: Versions, locked: Versions): string[] {
  const names = new Set([...Object.keys(wanted), ...Object.keys(locked)]);
  return [...names].filter((name) => wanted[name] !== locked[name]).sort();
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(path, "utf8"));
}
