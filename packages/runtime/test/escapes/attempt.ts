import type { Language } from "@getoperate/contract";
import type { Runtime } from "../../src/index.ts";
import { type RunScriptOptions, runScript } from "../../src/testing.ts";

/** What became of an attempt: what it reached, or what stopped it. */
export type Attempt = { readonly reached: unknown } | { readonly refused: string };

const JAVASCRIPT = `
  const AsyncFunction = (async () => {}).constructor;
  export async function main(body, value) {
    try {
      const reached = await new AsyncFunction("value", "file", body)(value, import.meta.filename);
      return { reached: reached ?? null };
    } catch (error) {
      return { refused: [error.name, error.code, error.message].filter(Boolean).join(" ") };
    }
  }`;

const PYTHON = `
import textwrap
def main(body, value=None):
  scope = {}
  exec("def attempt(value, file):\\n" + textwrap.indent(textwrap.dedent(body).strip(), "  "), scope)
  try:
    return {"reached": scope["attempt"](value, __file__)}
  except Exception as error:
    return {"refused": f"{type(error).__name__} {error}"}`;

// One version of each makes all attempts, so that they cost no process each.
const ATTEMPTING: Readonly<Record<Language, string>> = {
  typescript: JAVASCRIPT,
  javascript: JAVASCRIPT,
  python: PYTHON,
};

/** Runs the body of a function, async if it can be, which has `value` and the script's own `file`. */
export async function attempt(
  runtime: Runtime,
  body: string,
  { args = {}, language = "typescript", ...options }: RunScriptOptions = {},
): Promise<Attempt> {
  const { result } = await runScript(runtime, ATTEMPTING[language], {
    ...options,
    language,
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
