import { isBuiltin } from "node:module";
import ts from "typescript";
import type { ScriptFault } from "../../executor.ts";
import { faultAt } from "./faults.ts";

/** The first import of something that is neither built into Deno nor our own. */
export function findDependency(source: ts.SourceFile): ScriptFault | undefined {
  let fault: ScriptFault | undefined;
  const visit = (node: ts.Node): void => {
    const name = importedName(node);
    if (fault === undefined && name !== undefined && !isBuiltIn(name.text)) {
      fault = faultAt(source, name, messageFor(name.text));
    }
    if (fault === undefined) {
      ts.forEachChild(node, visit);
    }
  };
  visit(source);
  return fault;
}

function importedName(node: ts.Node): ts.StringLiteralLike | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return literal(node.moduleSpecifier);
  }
  if (ts.isExternalModuleReference(node)) {
    return literal(node.expression);
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return literal(node.arguments[0]);
  }
  return undefined;
}

function literal(node: ts.Expression | undefined): ts.StringLiteralLike | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node : undefined;
}

function isBuiltIn(name: string): boolean {
  return name === "operate" || (name.startsWith("node:") && isBuiltin(name));
}

function messageFor(name: string): string {
  const shown = name.length > 200 ? `${name.slice(0, 200)}…` : name;
  const hint = isBuiltin(name) ? ` Write "node:${name}".` : "";
  return `Cannot import "${shown}": scripts run without dependencies for now, only node: modules and "operate" can be imported.${hint}`;
}
