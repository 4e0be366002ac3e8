// The compiler's process: answers one question at a time over its channel to the server. It has no
// other task, so it may be killed at any moment.
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { SignatureAnswer } from "../../executor.ts";
import { createDeclarations, readDenoTypes } from "./declarations.ts";
import { createInferrer, type ScriptSource } from "./infer.ts";

const [deno = "deno", server] = process.argv.slice(2);
new Worker(new URL(`parent-watch${extname(import.meta.filename)}`, import.meta.url), {
  workerData: Number(server),
}).unref();
const infer = createInferrer(createDeclarations(await readDenoTypes(deno)));
// The declarations are read while nobody waits.
infer({ name: "main.ts", content: "export function main(): void {}" });

process.on("message", (script) => {
  process.send?.(answer(asScript(script)));
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");

/** What makes the compiler itself fail is a fault of the script. */
function answer(script: ScriptSource): SignatureAnswer {
  try {
    return infer(script);
  } catch (error) {
    const message =
      error instanceof RangeError
        ? "The script is nested too deeply."
        : "The compiler cannot work out the types of the script.";
    return { ok: false, fault: { message, line: 1, column: 1 } };
  }
}

/** The server sends nothing but scripts. */
function asScript(message: unknown): ScriptSource {
  return message as ScriptSource;
}
