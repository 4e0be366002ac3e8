import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProgram } from "./run-program.ts";

const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));
const MODULES = fileURLToPath(new URL("../../../../node_modules", import.meta.url));

/** The compilers that users have: the last one in JavaScript, and the native one. */
export const COMPILERS = {
  "TypeScript 5.9": join(MODULES, "typescript/bin/tsc"),
  "native TypeScript": join(MODULES, "typescript-native/bin/tsc"),
};

/** A project of somebody who installed the packed package, far from our sources. */
export interface UserProject extends AsyncDisposable {
  readonly folder: string;
  write(name: string, content: string): Promise<void>;
  /** Runs one of its files under Node; resolves to the output. */
  run(name: string, environment: Readonly<Record<string, string>>): Promise<string>;
  /** Type-checks some of its files with the strictest settings; throws with the errors. */
  check(compiler: string, files: readonly string[], options: object): Promise<void>;
}

export async function userProject(): Promise<UserProject> {
  const folder = await mkdtemp(join(tmpdir(), "operate-user-"));
  const write = (name: string, content: string) => writeFile(join(folder, name), content);
  await write("package.json", JSON.stringify({ name: "user", private: true, type: "module" }));
  await install(folder, await pack(folder));
  return {
    folder,
    write,
    run: (name, environment) => runProgram([process.execPath, name], { cwd: folder, environment }),
    async check(compiler, files, options) {
      const compilerOptions = { ...STRICT, ...options };
      await write("tsconfig.json", JSON.stringify({ compilerOptions, files }));
      await runProgram([process.execPath, compiler, "-p", "tsconfig.json"], { cwd: folder });
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

const STRICT = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
  module: "nodenext",
  target: "es2022",
  types: [],
};

/** Builds and packs as for the registry; the tarball's path. */
async function pack(folder: string): Promise<string> {
  await runProgram(["npm", "run", "build"], { cwd: PACKAGE });
  const packed = await runProgram(
    ["npm", "pack", "--json", "--ignore-scripts", "--pack-destination", folder],
    {
      cwd: PACKAGE,
    },
  );
  const [{ filename }] = JSON.parse(packed);
  return join(folder, filename);
}

async function install(folder: string, tarball: string): Promise<void> {
  const quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"];
  await runProgram(["npm", "install", ...quiet, tarball, "@types/node@24"], { cwd: folder });
}
