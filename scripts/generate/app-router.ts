// packages/client/src/generated/app-router.ts, from the contract: the router's type written out, so
// that the published client needs neither the contract nor zod.
import ts from "typescript";

const CONTRACT = "packages/contract";
const NOTE = "// Written by `npm run generate`; not to be edited.\n\n";

/** The router's type in tRPC's words, plain ones, and those of the client's `errors.ts`. */
export function appRouter(): string {
  const type = returnTypeOf(declarationsOf("router"), "createRouter");
  // All procedures share one shape of errors; once is enough.
  const shape = namedTypes(propertyOf(type, "errorShape"));
  const router = namedTypes(type).replaceAll(shape, "ErrorShape");
  const trpcTypes = new Set(router.match(/\bTRPC[A-Z]\w*/g)?.concat("TRPC_ERROR_CODE_NUMBER"));
  return formatted(`
    import type { ${[...trpcTypes].sort().join(", ")} } from "@trpc/server";
    import type { ErrorCode, Fault } from "../errors.ts";
    export type ErrorShape = ${shape.replace(/"[a-z-]+"(?: \| "[a-z-]+")+/, "ErrorCode")};
    export type AppRouter = ${router};`);
}

/** The compiler's declarations of a file of the contract: it writes inferred types out. */
function declarationsOf(name: string): ts.SourceFile {
  const path = `${CONTRACT}/src/${name}.ts`;
  const { config } = ts.readConfigFile(`${CONTRACT}/tsconfig.json`, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, CONTRACT);
  const program = ts.createProgram([path], { ...options, noEmit: false, declaration: true });
  let text = "";
  const write = (_path: string, written: string) => {
    text = written;
  };
  program.emit(program.getSourceFile(path), write, undefined, true);
  return ts.createSourceFile(`${name}.d.ts`, text, ts.ScriptTarget.Latest, true);
}

function returnTypeOf(file: ts.SourceFile, name: string): ts.TypeNode {
  const found = file.statements.find(
    (statement) => ts.isFunctionDeclaration(statement) && statement.name?.text === name,
  );
  if (found === undefined || !ts.isFunctionDeclaration(found) || found.type === undefined) {
    throw new Error(`${file.fileName} does not say what ${name} returns.`);
  }
  return found.type;
}

/** The type of the first property with this name, however deep. */
function propertyOf(node: ts.Node, name: string): ts.TypeNode {
  const find = (child: ts.Node): ts.TypeNode | undefined =>
    ts.isPropertySignature(child) && child.name.getText() === name
      ? child.type
      : ts.forEachChild(child, find);
  const type = find(node);
  if (type === undefined) {
    throw new Error(`There is no property ${name}.`);
  }
  return type;
}

/** A type's text on one line, with plain names; what only the server knows is any object. */
function namedTypes(type: ts.TypeNode): string {
  return type
    .getText()
    .replace(/\s+/g, " ")
    .replace(/import\("\.\/procedure\.ts"\)\.(?:RequestContext|ProcedureMeta)\b/g, "object")
    .replace(/import\("(?:@trpc\/server|\.\/errors\.ts)"\)\.(?=TRPC|Fault\b)/g, "");
}

function formatted(text: string): string {
  const file = ts.createSourceFile("app-router.ts", text, ts.ScriptTarget.Latest);
  return NOTE + ts.createPrinter().printFile(file);
}
