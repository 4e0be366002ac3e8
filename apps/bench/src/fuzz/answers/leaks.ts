import { fileURLToPath } from "node:url";
import type { RawAnswer } from "@getoperate/testing/raw-http";
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

/** A frame of a stack, but for those of a script's own source, which have no folder. */
const FRAME = /\n +at (?!(?:.* \()?main\.[jt]s:\d+:\d+\)?(?:\n|"|$)).+:\d+:\d+/;

/** What an answer tells and must not. */
export function leaksIn(answer: RawAnswer, world: World): string[] {
  const { headers, body } = answer;
  // As it stands in JSON, too.
  const content = body.toString().replaceAll('\\"', '"').replaceAll("\\n", "\n");
  const text = `${headers.map((header) => header.join(": ")).join("\n")}\n\n${content}`;
  return [
    ...SECRETS.filter(([, pattern]) => pattern.test(text)).map(
      ([what]) => `an answer tells ${what}`,
    ),
    ...(FRAME.test(text) ? ["an answer has a stack"] : []),
    ...tokensIn(text, world).map((name) => `an answer tells the token ${name}`),
  ];
}

/** What stands in the server's log and must not: a caller's token, or an error of the server's own. */
export function faultsInLog(log: string, world: World): string[] {
  const errors = log.split("\n").filter((line) => /"level":[56]0\b/.test(line));
  return [
    ...tokensIn(log, world).map((name) => `the log tells the token ${name}`),
    ...errors.slice(0, 3).map((line) => `an error was logged: ${line.slice(0, 1_000)}`),
  ];
}

/** The names of the caller's tokens that stand in the text. */
function tokensIn(text: string, { tokens }: World): string[] {
  return Object.entries(tokens)
    .filter(([, token]) => text.includes(token) || text.includes(encodeURIComponent(token)))
    .map(([name]) => name);
}
