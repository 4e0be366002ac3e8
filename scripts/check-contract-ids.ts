// Every promised rule of the webhook contract has a test that names it, and none of those is skipped.

import { type NamedTest, namedTests } from "./contract-ids/named-tests.ts";
import { PROMISED, RULES, type Rule } from "./contract-ids/rules.ts";

export interface Contract {
  readonly rules: readonly Rule[];
  readonly promised: readonly string[];
}

/** One line for each id that breaks the contract's bookkeeping. */
export async function checkContractIds(
  root: string,
  { rules, promised }: Contract = { rules: RULES, promised: PROMISED },
): Promise<string[]> {
  const tests = await namedTests(root);
  const known = new Set(rules.map(({ id }) => id));
  return [
    ...promised
      .filter((id) => !tests.some((test) => test.id === id))
      .map((id) => `${id} is promised, and no test names it`),
    ...tests.filter(({ id }) => !known.has(id)).map((test) => `${place(test)} names no rule`),
    ...tests.filter(({ isSkipped }) => isSkipped).map((test) => `${place(test)} is skipped`),
  ];
}

function place({ file, title }: NamedTest): string {
  return `${file}: "${title}"`;
}
