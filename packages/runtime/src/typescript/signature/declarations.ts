import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { LIBRARY_DECLARATION } from "./library-declaration.ts";

/** What scripts see that `deno types` does not declare; the modules' own types are left open. */
const AMBIENT = `${LIBRARY_DECLARATION}
declare module "node:*";
declare var process: any;
declare var Buffer: any;
declare var global: typeof globalThis;
`;

const AMBIENT_FILE = "/lib/ambient.d.ts";
const DENO_FILE = "/lib/deno.d.ts";
const DEFAULT_LIBRARY = "/lib/lib.esnext.d.ts";

/** The declarations of the language and of Deno, by the names a program gives them. */
export interface Declarations {
  readonly rootFiles: readonly string[];
  readonly defaultLibrary: string;
  /** Undefined for every name that is none of them. */
  readonly get: (name: string) => ts.SourceFile | undefined;
}

/** Asks Deno for the declarations of its globals. */
export async function readDenoTypes(deno: string): Promise<string> {
  const options = { env: {}, maxBuffer: 16 * 1024 * 1024, timeout: 20_000 };
  const { stdout } = await promisify(execFile)(deno, ["types"], options);
  return stdout;
}

/** Holds the declarations, each parsed once. */
export function createDeclarations(denoTypes: string): Declarations {
  const libraryFolder = dirname(ts.getDefaultLibFilePath({}));
  const libraries = new Set(
    readdirSync(libraryFolder).filter((name) => /^lib\..*\.d\.ts$/.test(name)),
  );
  const parsed = new Map<string, ts.SourceFile>();
  const textOf = (name: string): string | undefined => {
    if (name === DENO_FILE) {
      return denoTypes;
    }
    if (name === AMBIENT_FILE) {
      return AMBIENT;
    }
    const library = basename(name);
    return name === `/lib/${library}` && libraries.has(library)
      ? readFileSync(join(libraryFolder, library), "utf8")
      : undefined;
  };
  const get = (name: string): ts.SourceFile | undefined => {
    const text = parsed.has(name) ? undefined : textOf(name);
    if (text !== undefined) {
      parsed.set(name, ts.createSourceFile(name, text, ts.ScriptTarget.ESNext));
    }
    return parsed.get(name);
  };
  return { rootFiles: [AMBIENT_FILE, DENO_FILE], defaultLibrary: DEFAULT_LIBRARY, get };
}
