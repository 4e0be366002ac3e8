import { fileURLToPath } from "node:url";
import { headerOf, type RawAnswer } from "@getoperate/testing/raw-http";
import type { World } from "../world.ts";

/** What nobody outside may learn: where the server's files are, and what its database says. */
const SECRETS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a path of the server", new RegExp(fileURLToPath(new URL("../../../../../", import.meta.url)))],
  [
    "a file of the server",
    /node_modules|\/(?:src|dist)\/[\w/-]+\.(?:ts|js)\b|file:\/\/\/|node:internal/,
  ],
  [
    "a word of PostgreSQL",
    /syntax error at or near|violates \w+ constraint|relation "\w+"|SQLSTATE|invalid byte sequence for encoding|invalid input syntax for type|out of range for type|pg_catalog/,
  ],
  [
    "a statement",
    /\b(?:select|insert into|update|delete from)\s[^;]*\b(?:from|values|set|where)\s[^;]*\$\d/i,
  ],
];

const STACK = /\n\s+at .+:\d+:\d+/;

/** What an answer tells and must not; a script's own error has a stack of the script's. */
export function leaksIn(answer: RawAnswer, world: World): string[] {
  const { headers, body } = answer;
  const text = `${headers.map((header) => header.join(": ")).join("\n")}\n\n${body.toString()}`;
  const isScripts = headerOf(answer, "x-job-id") !== undefined;
  return [
    ...SECRETS.filter(([, pattern]) => pattern.test(text)).map(
      ([what]) => `an answer tells ${what}`,
    ),
    ...(!isScripts && STACK.test(text) ? ["an answer has a stack"] : []),
    ...tokensIn(text, world).map((name) => `an answer tells the token ${name}`),
  ];
}

/** What the server's log tells and must not. */
export function leaksInLog(log: string, world: World): string[] {
  return tokensIn(log, world).map((name) => `the log tells the token ${name}`);
}

/** The names of the caller's tokens that stand in the text. */
function tokensIn(text: string, { tokens }: World): string[] {
  return Object.entries(tokens)
    .filter(([, token]) => text.includes(token) || text.includes(encodeURIComponent(token)))
    .map(([name]) => name);
}
