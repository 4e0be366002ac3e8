import { type Log, OperateError } from "@getoperate/contract";
import { FIRST_WORKSPACE } from "@getoperate/use-cases";
import { pino } from "pino";
import { type Config, readConfig } from "./config.ts";
import { deployExamples } from "./deploy-examples.ts";
import { greeting, workerGreeting } from "./greeting.ts";
import { startInstance } from "./instance.ts";
import { startWorkerProcess } from "./worker-process.ts";

/** Starts what the configuration names, prints where it is, and runs until it is asked to stop. */
async function main(): Promise<void> {
  const config = readConfig(process.env, process.argv.slice(2));
  const log = pino(
    { level: config.OPERATE_LOG_LEVEL, redact: ["token", "*.token"] },
    pino.destination(2),
  );
  const stop = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    stop.signal.addEventListener("abort", () => resolve());
  });
  process.once("SIGINT", () => stop.abort()).once("SIGTERM", () => stop.abort());
  const running = await start(config, log, stop.signal);
  await stopped;
  process.stdout.write("Stopping: running jobs may end first.\n");
  await running[Symbol.asyncDispose]();
}

async function start(config: Config, log: Log, signal: AbortSignal): Promise<AsyncDisposable> {
  const { mode } = config;
  if (mode.kind === "worker") {
    const worker = await startWorkerProcess({ config, mode, log, signal });
    process.stdout.write(workerGreeting({ tags: config.OPERATE_TAGS, ...worker }));
    return worker;
  }
  const instance = await startInstance(config, log);
  const { url, firstToken } = instance;
  if (firstToken !== undefined) {
    await deployExamples({ url, workspace: FIRST_WORKSPACE, token: firstToken });
  }
  // An operator who gave the token knows it; it is printed for those who did not.
  const token = config.OPERATE_ADMIN_TOKEN === undefined ? firstToken : undefined;
  process.stdout.write(greeting({ url, workspace: FIRST_WORKSPACE, token }));
  return instance;
}

try {
  await main();
} catch (error) {
  // A wrong setting or a missing program: a sentence is enough. Anything else is a bug of ours.
  process.stderr.write(
    error instanceof OperateError
      ? `${error.message}\n`
      : `${String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exitCode = 1;
}
