import type { Runtime } from "../../src/index.ts";
import { type RunScriptOptions, runScript } from "../../src/testing.ts";

/** What became of an attempt: what it reached, or what stopped it. */
export type Attempt = { readonly reached: unknown } | { readonly refused: string };

// One version makes all attempts, so that they cost no process each.
const ATTEMPTING = `
  const AsyncFunction = (async () => {}).constructor;
  export async function main(body, value) {
    try {
      const reached = await new AsyncFunction("value", "file", body)(value, import.meta.filename);
      return { reached: reached ?? null };
    } catch (error) {
      return { refused: [error.name, error.code, error.message].filter(Boolean).join(" ") };
    }
  }`;

/** Runs the body of an async function, which has `value` and the script's own `file`. */
export async function attempt(
  runtime: Runtime,
  body: string,
  { args = {}, ...options }: RunScriptOptions = {},
): Promise<Attempt> {
  const { result } = await runScript(runtime, ATTEMPTING, {
    ...options,
    parameters: ["body", "value"],
    args: { ...args, body },
  });
  return isAttempt(result) ? result : { refused: JSON.stringify(result) };
}

function isAttempt(result: unknown): result is Attempt {
  return (
    typeof result === "object" && result !== null && ("reached" in result || "refused" in result)
  );
}
