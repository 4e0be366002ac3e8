import { spawn } from "node:child_process";
import { once } from "node:events";
import { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { findDeno } from "@getoperate/runtime";

/** As an unsandboxed runner is started, without what a script may and may not do. */
export const DENO_FLAGS = ["--quiet", "--no-check", "--no-config", "--no-lock", "--no-code-cache"];

/** One warm Deno at the other end of a pipe. */
export interface DenoPipe extends AsyncDisposable {
  /** What `main` makes of these arguments, both as JSON. */
  call(args: string): Promise<string>;
}

/** Starts it, and waits for its first answer. */
export async function startDenoPipe(): Promise<DenoPipe> {
  const program = fileURLToPath(new URL("deno-adder.ts", import.meta.url));
  const child = spawn(findDeno(), ["run", ...DENO_FLAGS, program], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  const pipe = child.stdio[3];
  if (!(pipe instanceof Duplex)) {
    throw new Error("Deno was started without its pipe.");
  }
  const waiting: ((result: string) => void)[] = [];
  let rest = "";
  pipe.setEncoding("utf8").on("data", (text) => {
    const lines = (rest + String(text)).split("\n");
    rest = lines.pop() ?? "";
    // It answers in the order in which it was asked.
    for (const line of lines) {
      waiting.shift()?.(line);
    }
  });
  const call = (args: string) =>
    new Promise<string>((resolve) => {
      waiting.push(resolve);
      pipe.write(`${args}\n`);
    });
  await call('{"a":0,"b":0}');
  return {
    call,
    async [Symbol.asyncDispose]() {
      const gone = once(child, "exit");
      child.kill();
      await gone;
    },
  };
}
