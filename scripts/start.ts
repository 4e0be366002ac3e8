// npm start [-- --unsafe-no-sandbox]: builds what changed, then runs the server until Ctrl-C.

import { NODE_FLAGS } from "../apps/server/src/node-flags.ts";
import { runProgram } from "./run-program.ts";
import { ensureBubblewrap } from "./system-packages.ts";

const flags = process.argv.slice(2);
if (!flags.includes("--unsafe-no-sandbox")) {
  ensureBubblewrap();
}

// With nothing changed this costs a quarter of a second.
const build = await runProgram({
  command: "node_modules/.bin/turbo",
  args: ["run", "build", "--filter=@getoperate/server-app...", "--output-logs=errors-only"],
});
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
