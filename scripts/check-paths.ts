// Every path that a Markdown file names is there: targets of links, and paths in code spans.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sourceFiles } from "./source-files.ts";

const LINK = /\]\(([^)\s]+)\)/g;
/** A code span that can only be a path of this repository. */
const NAMED_PATH =
  /`((?:packages|apps|scripts|openapi|\.ci|\.github|\.githooks)\/[\w./-]+|[\w-]+\.md)`/g;
const FENCE = /^ {0,3}```[\s\S]*?^ {0,3}```/gm;

/** One line for each path that leads nowhere. */
export async function checkPaths(root: string): Promise<string[]> {
  const files = await sourceFiles(root);
  const faults: string[] = [];
  for (const file of files.filter((path) => path.endsWith(".md"))) {
    const text = await readFile(join(root, file), "utf8");
    for (const { path, line } of namedPaths(text, file)) {
      if (!existsSync(join(root, path))) {
        faults.push(`${file}:${line} names ${path}, which is not there`);
      }
    }
  }
  return faults;
}

interface NamedPath {
  readonly path: string;
  readonly line: number;
}

function namedPaths(text: string, file: string): NamedPath[] {
  // Examples in fences are the reader's; blanks keep the lines where they are.
  const prose = text.replace(FENCE, (fence) => fence.replace(/[^\n]/g, " "));
  const links = [...prose.matchAll(LINK)]
    .filter(([, target = ""]) => !/^([a-z]+:|#|\/)/.test(target))
    .map((match) => ({ match, path: join(dirname(file), (match[1] ?? "").replace(/#.*$/, "")) }));
  const spans = [...prose.matchAll(NAMED_PATH)].map((match) => ({ match, path: match[1] ?? "" }));
  return [...links, ...spans].map(({ match, path }) => ({
    path,
    line: prose.slice(0, match.index).split("\n").length,
  }));
}
