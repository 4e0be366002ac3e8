// npm start [-- --unsafe-no-sandbox]: builds what changed, then runs the server until Ctrl-C.
// npm start -- --rotate-keys: makes new keys, seals all secrets with them, and ends.

import { NODE_FLAGS } from "../apps/server/src/node-flags.ts";
import { buildServer } from "./build-server.ts";
import { runProgram } from "./run-program.ts";
import { ensureSandboxPackages } from "./system-packages.ts";

const flags = process.argv.slice(2);
if (!flags.includes("--unsafe-no-sandbox") && !flags.includes("--rotate-keys")) {
  ensureSandboxPackages();
}

const build = await buildServer();
if (build.code === 0) {
  const server = "apps/server/dist/main.js";
  const { code } = await runProgram({
    command: server,
    args: flags,
    nodeFlags: NODE_FLAGS,
    isShown: true,
    endsChildren: true,
  });
  process.exitCode = code;
} else {
  process.stderr.write(build.output);
  process.exitCode = build.code;
}
