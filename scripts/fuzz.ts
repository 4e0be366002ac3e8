// npm run fuzz [-- --requests N] [--seed S]: sends generated requests to a server of its own and holds
// every answer against the API's document. Ends with 1 if anything was found.

import { runProgram } from "./run-program.ts";
import { ensureSandboxPackages } from "./system-packages.ts";

ensureSandboxPackages();
const { code } = await runProgram({
  command: "apps/bench/src/fuzz/main.ts",
  args: process.argv.slice(2),
  isShown: true,
  endsChildren: true,
});
process.exitCode = code;
