import type { Language } from "@getoperate/contract";
import type { Executor, MissingProgram } from "./executor.ts";
import { pythonExecutor, pythonProgram } from "./python/executor.ts";
import { findPython, type Python } from "./python/find-python.ts";
import { PythonInference } from "./python/signature/inference.ts";
import { findDeno } from "./typescript/deno.ts";
import { denoExecutor, denoProgram } from "./typescript/executor.ts";
import { Inference } from "./typescript/signature/inference.ts";

export interface InferenceSettings {
  /** Whether the compiler's process is started at once; default false. */
  readonly prewarm?: boolean;
  /** Longest time for one script, milliseconds; default 5,000. */
  readonly timeoutMs?: number;
  /** The compiler's process is ended after this long without a script, ms; default 30,000. */
  readonly idleMs?: number;
}

/** All languages, with what they share. */
export interface Executors extends AsyncDisposable {
  readonly byLanguage: Readonly<Record<Language, Executor>>;
}

/** The list of languages. */
export async function createExecutors(settings: InferenceSettings = {}): Promise<Executors> {
  const { prewarm = false, timeoutMs = 5_000, idleMs = 30_000 } = settings;
  const foundPython = findPython();
  const deno = findDeno();
  const program = denoProgram(deno);
  const inference = new Inference({ deno, heapMib: 256, timeoutMs, idleMs });
  if (prewarm) {
    inference.prewarm();
  }
  const python = await foundPython;
  return {
    byLanguage: {
      typescript: denoExecutor(program, "main.ts", inference),
      javascript: denoExecutor(program, "main.js", inference),
      python: createPython(python, timeoutMs),
    },
    [Symbol.asyncDispose]: () => inference[Symbol.asyncDispose](),
  };
}

/** Without a Python on this machine its scripts are refused, and all else goes on. */
function createPython(python: Python | MissingProgram, timeoutMs: number): Executor {
  return "missing" in python
    ? pythonExecutor(python, undefined)
    : pythonExecutor(pythonProgram(python), new PythonInference(python, timeoutMs));
}
