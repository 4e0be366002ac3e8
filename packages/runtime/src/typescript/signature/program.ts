import ts from "typescript";
import type { Declarations } from "./declarations.ts";

/** A script as the compiler sees it. */
export interface ScriptProgram {
  readonly program: ts.Program;
  readonly source: ts.SourceFile;
}

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  lib: ["lib.esnext.d.ts"],
  types: [],
  strict: true,
  // As Deno has it: an unused or undeclared thing never stops a script.
  allowJs: true,
  checkJs: false,
  noEmit: true,
  noImplicitAny: false,
  noLib: false,
  skipLibCheck: true,
};

/**
 * Makes a program of one script and the declarations.
 *
 * There is no file system behind it: whatever else a source refers to does not exist.
 */
export function createScriptProgram(
  declarations: Declarations,
  { name, content }: { readonly name: string; readonly content: string },
  previous: ts.Program | undefined,
): ScriptProgram {
  const path = `/${name}`;
  const source = ts.createSourceFile(
    path,
    content,
    { languageVersion: ts.ScriptTarget.ESNext, impliedNodeFormat: ts.ModuleKind.ESNext },
    true,
  );
  const host: ts.CompilerHost = {
    getSourceFile: (file) => (file === path ? source : declarations.get(file)),
    getDefaultLibFileName: () => declarations.defaultLibrary,
    getDefaultLibLocation: () => "/lib",
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (file) => file,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (file) => file === path,
    directoryExists: () => false,
    getDirectories: () => [],
    readFile: () => undefined,
    writeFile: () => undefined,
  };
  const rootNames = [...declarations.rootFiles, path];
  const program = ts.createProgram({
    rootNames,
    options: OPTIONS,
    host,
    ...(previous === undefined ? {} : { oldProgram: previous }),
  });
  return { program, source };
}
