import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { refuseTokensInLog, requester, type SendRequest } from "./requester.ts";

/** How the program is started. */
export interface ServerProgram {
  readonly path: string;
  /** For Node itself. */
  readonly flags: readonly string[];
}

/** The sources as they are, which need no build. */
const SOURCE_PROGRAM: ServerProgram = {
  path: fileURLToPath(new URL("../../../apps/server/src/main.ts", import.meta.url)),
  flags: ["--conditions=@getoperate/source"],
};

/** A server in a process of its own; disposing of it asks it to stop. */
export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Everything it printed so far. */
  readonly printed: () => string;
  readonly request: SendRequest;
  /** Sends a signal and waits for the end; answers with the exit code, null after a signal. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** A data folder, removed at the end. */
export async function dataFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "operate-data-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Starts the program as `npm start` does, and waits until it greets. */
export async function startServer(
  environment: Readonly<Record<string, string>>,
  program = SOURCE_PROGRAM,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...program.flags, program.path], {
    env: { PATH: process.env["PATH"], OPERATE_PORT: "0", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  child.stdout.on("data", (chunk) => {
    printed += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    printed += String(chunk);
  });
  // A test process that crashes leaves no server behind.
  const stop = () => child.kill();
  process.once("exit", stop);
  child.once("close", () => process.off("exit", stop));
  const closed = once(child, "close");
  await greeted(child, () => printed);
  const url = /(http:\/\/[^/\s]+)\/docs/.exec(printed)?.[1] ?? "";
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    const [code] = await closed;
    refuseTokensInLog([printed]);
    return code;
  };
  return {
    url,
    pid: child.pid ?? 0,
    printed: () => printed,
    request: requester(url, environment["OPERATE_ADMIN_TOKEN"] ?? null),
    end,
    async [Symbol.asyncDispose]() {
      await end("SIGTERM");
    },
  };
}

function greeted(child: ChildProcess, printed: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.on("data", () => {
      if (printed().includes("jobs?path=")) {
        resolve();
      }
    });
    child.once("close", (code) => reject(new Error(`It ended with ${code}: ${printed()}`)));
  });
}
