import { extname } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Executor, RunnerLimits, RunnerPlace, RunnerProgram } from "../executor.ts";
import { denoPermissions } from "../sandbox/deno-permissions.ts";
import type { Inference } from "./signature/inference.ts";

/** This program's files end like this one: from sources or from a build. */
const EXTENSION = extname(import.meta.filename);
const WRAPPER = `typescript/wrapper/main${EXTENSION}`;
const WRAPPER_PARTS = [
  "bind-arguments",
  "deno-globals",
  "environment",
  "failure-text",
  "platform-calls",
  "result-text",
].map((part) => `typescript/wrapper/${part}${EXTENSION}`);
const RUNNER_PARTS = ["frames", "intrinsics"].map((part) => `runner/${part}${EXTENSION}`);
/** What scripts import as "operate". */
const LIBRARY = `typescript/library/operate${EXTENSION}`;
const FILES = [WRAPPER, ...WRAPPER_PARTS, ...RUNNER_PARTS, LIBRARY];

/** Code, stacks and the like of one thread of JavaScript, MiB; most of it is only reserved. */
const THREAD_MIB = 640;
/** Threads that a script may start as Workers. */
const MAX_WORKERS = 4;

/** The program that runs TypeScript and JavaScript. */
export function denoProgram(deno: string): RunnerProgram {
  return {
    name: "deno",
    executable: deno,
    innerExecutable: "/runner/program",
    files: FILES,
    filesFolder: fileURLToPath(new URL("..", import.meta.url)),
    // The C library and its loader; Deno brings the rest along.
    systemFolders: ["/lib", "/lib64", "/usr/lib", "/usr/lib64"],
    needsSandbox: false,
    isPrestarted: true,
    arguments: denoArguments,
    environment: ({ cacheFolder, temporaryFolder }) => ({
      DENO_DIR: cacheFolder,
      TMPDIR: temporaryFolder,
      DENO_NO_UPDATE_CHECK: "1",
      NO_COLOR: "1",
    }),
    // The heap, as much again for buffers outside of it, and the threads.
    dataMib: (memoryMib) => 2 * memoryMib + (1 + MAX_WORKERS) * THREAD_MIB,
  };
}

function denoArguments(place: RunnerPlace, limits: RunnerLimits): string[] {
  return [
    "run",
    ...["--quiet", "--no-check", "--no-config", "--no-lock", "--node-modules-dir=none"],
    ...["--no-remote", "--no-npm", "--cached-only", "--no-code-cache"],
    `--v8-flags=--max-old-space-size=${limits.memoryMib}`,
    ...denoPermissions(place, limits),
    `--import-map=data:application/json,${encodeURIComponent(importMap(place))}`,
    `${place.programFolder}/${WRAPPER}`,
  ];
}

function importMap({ programFolder }: RunnerPlace): string {
  return JSON.stringify({
    imports: { operate: pathToFileURL(`${programFolder}/${LIBRARY}`).href },
  });
}

/** One of the languages that Deno runs; they differ in the ending of the source's name. */
export function denoExecutor(
  program: RunnerProgram,
  sourceFile: string,
  inference: Inference,
): Executor {
  return {
    program,
    sourceFile,
    inferSignature: (content) => inference.infer({ name: sourceFile, content }),
  };
}
