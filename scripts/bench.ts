// npm run bench [-- --only NAMES] [--rounds N] [--seconds S] [--growth N] [--json FILE]
// [--profile FOLDER]: builds the server as npm start does, and measures it beside its limits and
// other products.

import { buildServer } from "./build-server.ts";
import { runProgram } from "./run-program.ts";
import { ensureSandboxPackages } from "./system-packages.ts";

ensureSandboxPackages();
const build = await buildServer();
if (build.code === 0) {
  const { code } = await runProgram({
    command: "apps/bench/src/bench/main.ts",
    args: process.argv.slice(2),
    isShown: true,
    endsChildren: true,
  });
  process.exitCode = code;
} else {
  process.stderr.write(build.output);
  process.exitCode = build.code;
}
