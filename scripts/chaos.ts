// npm run chaos [-- --long] [--workers N] [--servers N] [--runners N] [--postgres N] [--stalls N]
// [--seed S] [--json FILE]: kills and stalls processes of a cluster of its own under load. Ends with 1
// if any acknowledged job was lost or doubled.

import { runProgram } from "./run-program.ts";
import { ensureSandboxPackages } from "./system-packages.ts";

ensureSandboxPackages();
const { code } = await runProgram({
  command: "apps/bench/src/chaos/main.ts",
  args: process.argv.slice(2),
  isShown: true,
  endsChildren: true,
});
process.exitCode = code;
