// Packs the packages that are published, or those in the folders given, and checks what users would
// get: that the exports lead to files, and that the types say what the code is.
import { glob, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { ROOT, runProgram } from "./run-program.ts";

const PUBLINT = "node_modules/publint/src/cli.js";
const ATTW = "node_modules/@arethetypeswrong/cli/dist/index.js";
// The packages are ES modules only, so CommonJS and the resolution of Node 10 are left out.
const ATTW_OPTIONS = ["--profile", "esm-only", "--no-definitely-typed", "--format", "ascii"];

const given = process.argv.slice(2);
const folders = given.length > 0 ? given : await publishedFolders();
const faults: string[] = [];
for (const folder of folders) {
  faults.push(...(await faultsOf(folder)));
}
console.log(faults.length > 0 ? faults.join("\n") : `Fit to be published: ${folders.join(", ")}`);
process.exitCode = faults.length > 0 ? 1 : 0;

async function publishedFolders(): Promise<string[]> {
  const published: string[] = [];
  for await (const manifest of glob("packages/*/package.json", { cwd: ROOT })) {
    const { private: isPrivate } = JSON.parse(await readFile(join(ROOT, manifest), "utf8"));
    if (isPrivate !== true) {
      published.push(dirname(manifest));
    }
  }
  return published.sort();
}

async function faultsOf(folder: string): Promise<string[]> {
  const destination = await mkdtemp(join(tmpdir(), "operate-pack-"));
  try {
    const tarball = await pack(folder, destination);
    const checks = [
      await runProgram({ command: PUBLINT, args: ["run", tarball, "--strict"] }),
      await runProgram({ command: ATTW, args: [tarball, ...ATTW_OPTIONS] }),
    ];
    return checks.filter(({ code }) => code !== 0).map(({ output }) => `${folder}:\n${output}`);
  } finally {
    await rm(destination, { recursive: true, force: true });
  }
}

/** Builds and packs as for the registry; the tarball's path. */
async function pack(folder: string, destination: string): Promise<string> {
  await npm("run", "build", "--if-present", "--prefix", folder);
  const packed = await npm("pack", resolve(ROOT, folder), "--pack-destination", destination);
  return join(destination, packed.trim());
}

async function npm(...args: readonly string[]): Promise<string> {
  const options = ["--ignore-scripts", "--loglevel=error"];
  const { code, output } = await runProgram({ command: "npm", args: [...args, ...options] });
  if (code !== 0) {
    throw new Error(`npm ${args.join(" ")} failed:\n${output}`);
  }
  return output;
}
