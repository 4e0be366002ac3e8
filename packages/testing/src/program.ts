import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { NODE_FLAGS } from "@getoperate/server-app/node-flags";
import { refuseTokensInLog } from "./requester.ts";

/** How the program is started. */
export interface ProgramFile {
  readonly path: string;
  /** For Node itself, beside those it is always started with. */
  readonly flags: readonly string[];
}

/** The sources as they are, which need no build. */
const SOURCE_FILE: ProgramFile = {
  path: fileURLToPath(new URL("../../../apps/server/src/main.ts", import.meta.url)),
  flags: ["--conditions=@getoperate/source"],
};

/** Our program in a process of its own; disposing of it asks it to stop. */
export interface Program extends AsyncDisposable {
  readonly pid: number;
  /** Everything it printed so far. */
  readonly printed: () => string;
  /** Sends a signal that does not end it. */
  signal(name: "SIGSTOP" | "SIGCONT"): void;
  /** Sends a signal and waits for the end; answers with the exit code, null after a signal. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts the program as `npm start` does, and waits until it prints that it is ready. */
export async function startProgram(
  environment: Readonly<Record<string, string>>,
  readyWords: string,
  { path, flags } = SOURCE_FILE,
): Promise<Program> {
  const child = spawn(process.execPath, [...NODE_FLAGS, ...flags, path], {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  const ready = Promise.withResolvers<void>();
  const onText = (chunk: unknown) => {
    printed += String(chunk);
    if (printed.includes(readyWords)) {
      ready.resolve();
    }
  };
  child.stdout.on("data", onText);
  child.stderr.on("data", onText);
  const kill = (signal: NodeJS.Signals) => {
    child.kill(signal);
    // One that was stopped would not hear of it.
    child.kill("SIGCONT");
  };
  // A test process that crashes leaves nothing behind.
  const stop = () => kill("SIGTERM");
  process.once("exit", stop);
  child.once("close", (code) => {
    process.off("exit", stop);
    ready.reject(new Error(`It ended with ${code}: ${printed}`));
  });
  const closed = once(child, "close");
  await ready.promise;
  const end = async (signal: NodeJS.Signals) => {
    kill(signal);
    const [code] = await closed;
    refuseTokensInLog([printed]);
    return code;
  };
  return {
    pid: child.pid ?? 0,
    printed: () => printed,
    signal: (name) => void child.kill(name),
    end,
    async [Symbol.asyncDispose]() {
      await end("SIGTERM");
    },
  };
}
