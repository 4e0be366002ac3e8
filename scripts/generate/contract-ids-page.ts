// apps/docs/contract-ids.md: each rule of the webhook contract, and the tests that prove it.

import { basename } from "node:path";
import { type NamedTest, namedTests } from "../contract-ids/named-tests.ts";
import { RULES, type Rule } from "../contract-ids/rules.ts";

/** The page, from the rules and from the titles of all tests. */
export async function contractIdsPage(
  root: string,
  rules: readonly Rule[] = RULES,
): Promise<string> {
  const tests = await namedTests(root);
  const proved = rules.filter(({ id }) => tests.some((test) => test.id === id));
  const open = rules.filter((rule) => !proved.includes(rule));
  return `<!-- Written by \`npm run generate\`; not to be edited. -->

# The webhook contract and its tests

Each rule has an id, and each test that proves one begins its title with the id. A rule without a
test is open: nobody should rely on it yet.

## Proved

| id | rule | missing | tests |
|---|---|---|---|
${proved.map((rule) => row(rule, tests)).join("\n")}

## Open

| id | rule |
|---|---|
${open.map(({ id, rule }) => `| ${id} | ${rule} |`).join("\n")}
`;
}

function row({ id, rule, missing = "" }: Rule, tests: readonly NamedTest[]): string {
  const files = [...new Set(tests.filter((test) => test.id === id).map(({ file }) => file))];
  const links = files.map((file) => `[${basename(file)}](../../${file})`).join(", ");
  return `| ${id} | ${rule} | ${missing} | ${links} |`;
}
