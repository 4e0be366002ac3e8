// One word for one thing: second names of the vocabulary in ARCHITECTURE.md are refused, and so are
// file names that say nothing.

import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import ts from "typescript";
import { sourceFiles } from "./source-files.ts";

/** Refused as a word of an identifier, with the word to use. */
const SECOND_NAMES: ReadonlyMap<string, string> = new Map([
  ["task", "job"],
  ["execution", "job"],
  ["tenant", "workspace"],
  ["revision", "version"],
  ["scheduler", "worker"],
]);

/** The status word is `canceled`, so no text spells it in the other way. */
const TWO_LS = /cancell(?:ed|ing)/gi;

const VAGUE_NAMES = new Set([
  ..."util utils helper helpers common misc shared manager service services handler".split(" "),
]);

const TEXT_FILE = /\.(?:ts|tsx|mjs|json|md|sql|yaml|yml)$/;

/** One line for each refused word. */
export async function checkWords(root: string): Promise<string[]> {
  const faults: string[] = [];
  for (const file of await sourceFiles(root)) {
    faults.push(...vagueNames(file));
    // The checker names what it refuses.
    if (TEXT_FILE.test(file) && !/check-words|package-lock/.test(file)) {
      const text = await readFile(join(root, file), "utf8");
      faults.push(...spellings(text, file), ...secondNames(text, file));
    }
  }
  return faults;
}

function vagueNames(file: string): string[] {
  const [stem = ""] = basename(file).split(".");
  const isVague = [...file.split("/").slice(0, -1), stem].some((name) => VAGUE_NAMES.has(name));
  return isVague ? [`${file} has a name that does not say what it is`] : [];
}

function spellings(text: string, file: string): string[] {
  return [...text.matchAll(TWO_LS)].map(
    (match) => `${file}:${lineOf(text, match.index)} says ${match[0]}; the word is canceled`,
  );
}

function secondNames(text: string, file: string): string[] {
  if (!/\.(?:tsx?|mjs)$/.test(file)) {
    return [];
  }
  const faults: string[] = [];
  for (const { name, position } of identifiers(text)) {
    for (const word of name.split(/(?=[A-Z])|_/).map((part) => part.toLowerCase())) {
      const better = SECOND_NAMES.get(word.replace(/s$/, ""));
      if (better !== undefined) {
        faults.push(`${file}:${lineOf(text, position)} names ${name}; the word is ${better}`);
      }
    }
  }
  return faults;
}

function identifiers(text: string): { readonly name: string; readonly position: number }[] {
  const source = ts.createSourceFile("any.ts", text, ts.ScriptTarget.Latest);
  const found: { name: string; position: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) {
      found.push({ name: node.text.replace("#", ""), position: node.getStart(source) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function lineOf(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}
