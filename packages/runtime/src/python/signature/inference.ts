// Hands sources to a program of Python that reads them without ever running them: a process for each,
// bounded in time and memory, for a hostile source can make any parser work without end.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { MAX_SCRIPT_BYTES, OperateError } from "@getoperate/contract";
import { DeployQueue } from "../../deploy-queue.ts";
import type { SignatureAnswer } from "../../executor.ts";
import { findTextFault } from "../../text-faults.ts";
import type { Python } from "../find-python.ts";

const PROGRAM = fileURLToPath(new URL("../../../src/python/signature/main.py", import.meta.url));
const MEMORY_MIB = 512;
/** A process that is killed from outside is replaced once. */
const MAX_ATTEMPTS = 2;

// It also ends by itself when nobody is left to end it.
const START = 'ulimit -c 0; ulimit -d "$1"; ulimit -t "$2"; shift 2; exec "$@"';

/** Infers signatures of Python. */
export class PythonInference {
  readonly #python: Python;
  readonly #timeoutMs: number;
  readonly #queue = new DeployQueue();

  constructor(python: Python, timeoutMs: number) {
    this.#python = python;
    this.#timeoutMs = timeoutMs;
  }

  /** Rejects, with `unavailable`, only if the program cannot be had. */
  async infer(content: string): Promise<SignatureAnswer> {
    const fault = findTextFault(content, MAX_SCRIPT_BYTES);
    return fault === undefined
      ? await this.#queue.do(() => this.#ask(content))
      : { ok: false, fault };
  }

  async #ask(content: string): Promise<SignatureAnswer> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const end = await this.#askOnce(content);
      if (end.isTooLate) {
        return refuse(`took longer than ${this.#timeoutMs / 1000} s`);
      }
      if (end.signal !== "SIGKILL") {
        return readAnswer(end.answer);
      }
    }
    throw new OperateError("unavailable", "The program that reads scripts was ended.");
  }

  async #askOnce(content: string): Promise<ProgramEnd> {
    const limits = [String(MEMORY_MIB * 1024), String(Math.ceil(this.#timeoutMs / 1000) + 1)];
    const command = [this.#python.executable, "-I", "-S", "-B", "-X", "utf8", PROGRAM];
    const { promise, resolve, reject } = Promise.withResolvers<ProgramEnd>();
    const child = spawn("/bin/sh", ["-c", START, "sh", ...limits, ...command], {
      stdio: ["pipe", "pipe", "ignore"],
      env: {},
    });
    let isTooLate = false;
    const deadline = setTimeout(() => {
      isTooLate = true;
      child.kill("SIGKILL");
    }, this.#timeoutMs);
    const pieces: Buffer[] = [];
    child.stdout.on("data", (piece: Buffer) => pieces.push(piece));
    // It may end before it has read all.
    child.stdin.on("error", () => undefined);
    child.on("error", (cause) =>
      reject(new OperateError("unavailable", "Python could not be started.", { cause })),
    );
    child.on("close", (_, signal) =>
      resolve({ isTooLate, signal, answer: Buffer.concat(pieces).toString("utf8") }),
    );
    child.stdin.end(content);
    return await promise.finally(() => clearTimeout(deadline));
  }
}

interface ProgramEnd {
  readonly isTooLate: boolean;
  readonly signal: NodeJS.Signals | null;
  readonly answer: string;
}

/** What makes the program itself fail is a fault of the script. */
function readAnswer(answer: string): SignatureAnswer {
  try {
    return asAnswer(JSON.parse(answer));
  } catch {
    return refuse("needed too much memory or is nested too deeply");
  }
}

/** The program is ours and prints nothing but an answer. */
function asAnswer(value: unknown): SignatureAnswer {
  return value as SignatureAnswer;
}

function refuse(what: string): SignatureAnswer {
  const message = `Reading the script ${what}; make it simpler.`;
  return { ok: false, fault: { message, line: 1, column: 1 } };
}
