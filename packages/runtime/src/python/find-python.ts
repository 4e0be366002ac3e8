import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { MissingProgram } from "../executor.ts";

/** The Python that scripts run on. */
export interface Python {
  /** The program itself, no link to it. */
  readonly executable: string;
  /** Its library: folders, and a file if the interpreter is one. */
  readonly library: readonly string[];
}

const LEAST_MINOR = 10;
const NEEDED = `Python scripts need python3 of version 3.${LEAST_MINOR} or newer`;
const ASK_MS = 20_000;

const ASK = `
import json, os, sys, sysconfig
paths, variable = sysconfig.get_paths(), sysconfig.get_config_var
shared = [os.path.join(variable("LIBDIR"), variable("INSTSONAME"))] if variable("Py_ENABLE_SHARED") else []
print(json.dumps({
  "version": list(sys.version_info[:3]),
  "executable": os.path.realpath(sys.executable),
  "library": [paths["stdlib"], paths["platstdlib"], *shared],
}))`;

/** Finds the `python3` of this machine; a sentence where there is none that scripts can use. */
export async function findPython(): Promise<Python | MissingProgram> {
  const answer = await ask();
  if (answer === undefined) {
    return { missing: `${NEEDED}, and this machine has none.` };
  }
  const [major = 0, minor = 0] = answer.version;
  return major === 3 && minor >= LEAST_MINOR
    ? answer
    : { missing: `${NEEDED}; this machine's is ${answer.version.join(".")}.` };
}

interface Answer extends Python {
  readonly version: readonly number[];
}

async function ask(): Promise<Answer | undefined> {
  try {
    const { stdout } = await promisify(execFile)("python3", ["-I", "-S", "-c", ASK], {
      timeout: ASK_MS,
    });
    return asAnswer(JSON.parse(stdout));
  } catch {
    return undefined;
  }
}

/** The program above prints nothing else. */
function asAnswer(value: unknown): Answer {
  return value as Answer;
}
