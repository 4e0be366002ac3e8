import { type Log, OperateError } from "@getoperate/contract";
import { pino } from "pino";
import { type Config, isWorkerMode, readConfig } from "./config.ts";
import { workerGreeting } from "./greeting.ts";

const LINGER_MS = 2_000;

/** Starts what the configuration names, prints where it is, and runs until it is asked to stop. */
async function main(): Promise<void> {
  const config = readConfig(process.env, process.argv.slice(2));
  const log = pino(
    { level: config.OPERATE_LOG_LEVEL, redact: ["token", "*.token"] },
    pino.destination(2),
  );
  if (config.command === "rotate-keys") {
    const { rotateAllKeys } = await import("./rotate-keys.ts");
    process.stdout.write(await rotateAllKeys(config, log));
    return;
  }
  const stop = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    stop.signal.addEventListener("abort", () => resolve());
  });
  process.once("SIGINT", () => stop.abort()).once("SIGTERM", () => stop.abort());
  const running = await start(config, log, stop.signal);
  await stopped;
  process.stdout.write("Stopping: running jobs may end first.\n");
  await running[Symbol.asyncDispose]();
  // A connection to a database that says nothing any more may keep us from ending.
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

/** Loads no more than the mode needs: an agent has no use for a server's parts. */
async function start(config: Config, log: Log, signal: AbortSignal): Promise<AsyncDisposable> {
  const { mode } = config;
  if (!isWorkerMode(mode)) {
    const { startServer } = await import("./start-server.ts");
    return startServer(config, log);
  }
  const { startWorkerProcess } = await import("./worker-process.ts");
  const worker = await startWorkerProcess({ config, mode, log, signal });
  process.stdout.write(workerGreeting({ tags: config.OPERATE_TAGS, ...worker }));
  return worker;
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
