// Which tests name a rule of the webhook contract at the start of their title: `it("W7 …")`.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import ts from "typescript";
import { sourceFiles } from "../source-files.ts";

export interface NamedTest {
  readonly id: string;
  readonly file: string;
  readonly title: string;
  readonly isSkipped: boolean;
}

const IDS = /^((?:[WX]\d+)(?:(?:, | and )[WX]\d+)*) /;
const SKIPPING = new Set(["skip", "todo", "fails"]);

/** All of them, by file and place in it. */
export async function namedTests(root: string): Promise<NamedTest[]> {
  const files = (await sourceFiles(root)).filter((path) => path.endsWith(".test.ts"));
  const found: NamedTest[] = [];
  for (const file of files) {
    found.push(...testsIn(await readFile(join(root, file), "utf8"), file));
  }
  return found;
}

function testsIn(text: string, file: string): NamedTest[] {
  const found: NamedTest[] = [];
  const visit = (node: ts.Node, isAroundSkipped: boolean): void => {
    const words = ts.isCallExpression(node) ? calledWords(node.expression) : [];
    const isSkipped = isAroundSkipped || words.some((word) => SKIPPING.has(word));
    if (ts.isCallExpression(node) && /^(?:it|test)$/.test(words[0] ?? "")) {
      const title = titleOf(node.arguments[0]);
      for (const id of IDS.exec(title)?.[1]?.match(/[WX]\d+/g) ?? []) {
        found.push({ id, file, title, isSkipped });
      }
    }
    ts.forEachChild(node, (child) => visit(child, isSkipped));
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest), false);
  return found;
}

/** `it.skip.each(rows)` → it, skip, each. */
function calledWords(callee: ts.Expression): string[] {
  if (ts.isIdentifier(callee)) {
    return [callee.text];
  }
  if (ts.isPropertyAccessExpression(callee)) {
    return [...calledWords(callee.expression), callee.name.text];
  }
  return ts.isCallExpression(callee) ? calledWords(callee.expression) : [];
}

function titleOf(argument: ts.Expression | undefined): string {
  if (argument === undefined) {
    return "";
  }
  if (ts.isTemplateExpression(argument)) {
    return `${argument.head.text}…`;
  }
  return ts.isStringLiteralLike(argument) ? argument.text : "";
}
