import { accessSync, chmodSync, constants } from "node:fs";
import { createRequire } from "node:module";

/** Packages of the platform binaries, by `process.platform-process.arch`. */
const PLATFORM_PACKAGES: Readonly<Record<string, string>> = {
  "linux-x64": "@deno/linux-x64-glibc",
  "linux-arm64": "@deno/linux-arm64-glibc",
  "darwin-x64": "@deno/darwin-x64",
  "darwin-arm64": "@deno/darwin-arm64",
};

/**
 * Path of the pinned Deno.
 *
 * The package's install script may not have run, so the binary is taken from the platform's own
 * package and made executable if it is not.
 */
export function findDeno(): string {
  const platform = `${process.platform}-${process.arch}`;
  const name = PLATFORM_PACKAGES[platform];
  if (name === undefined) {
    throw new MissingProgramError(`There is no Deno for ${platform}.`);
  }
  const path = resolveBinary(`${name}/deno`);
  try {
    accessSync(path, constants.X_OK);
  } catch {
    chmodSync(path, 0o755);
  }
  return path;
}

/** A program that runners need is not there. */
export class MissingProgramError extends Error {
  override readonly name = "MissingProgramError";
}

function resolveBinary(specifier: string): string {
  const require = createRequire(import.meta.url);
  try {
    return createRequire(require.resolve("deno/package.json")).resolve(specifier);
  } catch (cause) {
    throw new MissingProgramError(`${specifier} is not installed; run npm install.`, { cause });
  }
}
