import ts from "typescript";
import type { ScriptFault } from "../../executor.ts";

/** A fault at a node of the source. */
export function faultAt(source: ts.SourceFile, node: ts.Node, message: string): ScriptFault {
  return { message, ...positionOf(source, node.getStart(source)) };
}

/** What the compiler says, at its place. */
export function faultOf(source: ts.SourceFile, diagnostic: ts.Diagnostic): ScriptFault {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
  return { message, ...positionOf(source, diagnostic.start ?? 0) };
}

/** Line and column, counted from 1. */
function positionOf(
  source: ts.SourceFile,
  offset: number,
): { readonly line: number; readonly column: number } {
  const { line, character } = source.getLineAndCharacterOfPosition(offset);
  return { line: line + 1, column: character + 1 };
}
