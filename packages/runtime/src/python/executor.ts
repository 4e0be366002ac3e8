import { fileURLToPath } from "node:url";
import type { Executor, MissingProgram, RunnerPlace, RunnerProgram } from "../executor.ts";
import type { Python } from "./find-python.ts";
import type { PythonInference } from "./signature/inference.ts";

const MAIN = "python/wrapper/main.py";
const PARTS = ["bind_arguments", "channel", "failure_text", "json_text", "results"].map(
  (part) => `python/wrapper/${part}.py`,
);

/** What scripts import as `operate`. */
const LIBRARY = "python/library/operate.py";

/** The interpreter itself, and the stacks of some threads; MiB. */
const OWN_MIB = 64;
const THREADS_MIB = 32 * 8;

/** What the C library only reserves, and libraries that are mapped. */
const RESERVED_MIB = 512;

/** The program that runs Python. */
export function pythonProgram({ executable, library }: Python): RunnerProgram {
  return {
    name: "python",
    executable,
    // Where it is, for it finds its library from there.
    innerExecutable: executable,
    files: [MAIN, ...PARTS, LIBRARY],
    // They are no part of a build, which has only what is compiled.
    filesFolder: fileURLToPath(new URL("../../src", import.meta.url)),
    systemFolders: [
      ...["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache"],
      ...library,
    ],
    needsSandbox: true,
    isPrestarted: false,
    arguments: ({ programFolder }: RunnerPlace) => [
      // Isolated, without packages of the machine, nothing written, output as it comes.
      ...["-I", "-S", "-B", "-u", "-X", "utf8"],
      `${programFolder}/${MAIN}`,
    ],
    environment: () => ({}),
    dataMib: (memoryMib) => memoryMib + OWN_MIB + THREADS_MIB,
    addressMib: (memoryMib) => memoryMib + OWN_MIB + THREADS_MIB + RESERVED_MIB,
  };
}

/** Python, or the sentence that it is missing here. */
export function pythonExecutor(
  program: RunnerProgram | MissingProgram,
  inference: PythonInference | undefined,
): Executor {
  return {
    program,
    sourceFile: "main.py",
    inferSignature: async (content) => {
      if (inference !== undefined) {
        return await inference.infer(content);
      }
      const message = "missing" in program ? program.missing : "";
      return { ok: false, fault: { message, line: 1, column: 1 } };
    },
  };
}
