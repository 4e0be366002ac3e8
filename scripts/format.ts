// npm run format: writes every file as the formatter wants it, and makes the safe repairs.

import { runProgram } from "./run-program.ts";

const { code } = await runProgram({
  command: "node_modules/.bin/biome",
  args: ["check", "--write", "--max-diagnostics=100"],
  isShown: true,
});
process.exitCode = code;
