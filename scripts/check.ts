// npm run check: every check that needs no running product, and one table.

import { CHECKS } from "./checks.ts";
import { outcomeTable, runChecks } from "./run-checks.ts";

const outcomes = await runChecks(CHECKS);
console.log(`\n${outcomeTable(outcomes)}`);
process.exitCode = outcomes.some(({ failed }) => failed > 0) ? 1 : 0;
