import type { Signature } from "@getoperate/contract";

/** Why a script cannot be deployed; lines and columns count from 1. */
export interface ScriptFault {
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export type SignatureAnswer =
  | { readonly ok: true; readonly signature: Signature }
  | { readonly ok: false; readonly fault: ScriptFault };

/** Where a runner finds things, as seen from inside its sandbox. */
export interface RunnerPlace {
  /** The program itself. */
  readonly executable: string;
  /** Folder under which `files` lie, by their relative paths. */
  readonly programFolder: string;
  /** Private and empty at first; the script's source is written here. */
  readonly workFolder: string;
  /** Private, for the script's temporary files. */
  readonly temporaryFolder: string;
  /** For the program's own use; the script cannot see it. */
  readonly cacheFolder: string;
}

/** What a runner may use. */
export interface RunnerLimits {
  /** For the script's own values, MiB. */
  readonly memoryMib: number;
  /** Whether it has a network at all; which, is the sandbox's business. */
  readonly network: boolean;
  /** IPv4 networks that the sandbox refuses; a program that can refuse them too is a second wall. */
  readonly refused?: readonly string[];
}

/** How to start a runner that has no script yet. */
export interface RunnerProgram {
  /** Programs of the same name are alike: their blank runners serve each other's languages. */
  readonly name: string;
  /** Path on the host. */
  readonly executable: string;
  /** Where the executable lies inside a sandbox. */
  readonly innerExecutable: string;
  /** Files of ours that it reads, relative to `filesFolder` on the host. */
  readonly files: readonly string[];
  readonly filesFolder: string;
  /** Folders and files of the system that it needs, read-only; absent ones are left out. */
  readonly systemFolders: readonly string[];
  /** Whether it runs only in a sandbox, because it restrains a script by nothing itself. */
  readonly needsSandbox: boolean;
  /** Whether a blank runner is started with the server; else the first job starts one. */
  readonly isPrestarted: boolean;
  readonly arguments: (place: RunnerPlace, limits: RunnerLimits) => readonly string[];
  readonly environment: (place: RunnerPlace) => Readonly<Record<string, string>>;
  /** Most memory of its own that it may map, for a heap of this size; all MiB. */
  readonly dataMib: (memoryMib: number) => number;
  /** Most memory of all kinds that it may map; absent where it reserves far more than it uses. */
  readonly addressMib?: (memoryMib: number) => number;
}

/** A language cannot run on this machine; the sentence says why. */
export interface MissingProgram {
  readonly missing: string;
}

/** What a language must do; a new language is a folder with one of these. */
export interface Executor {
  readonly program: RunnerProgram | MissingProgram;
  /** Name of the file that the source is written to; stack traces show it. */
  readonly sourceFile: string;
  /** Infers the signature, bounded in time and memory. Never rejects for what a script contains. */
  readonly inferSignature: (content: string) => Promise<SignatureAnswer>;
}
