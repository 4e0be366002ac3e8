// Hands sources to the compiler's process, one after the other, and outlives whatever a hostile
// source does to it: when an answer takes too long or the process crashes, only the script at work
// is refused and the next one gets a new process.
import { MAX_SCRIPT_BYTES, OperateError } from "@getoperate/contract";
import { DeployQueue } from "../../deploy-queue.ts";
import type { SignatureAnswer } from "../../executor.ts";
import { findTextFault } from "../../text-faults.ts";
import { type CompilerAnswer, type CompilerOptions, CompilerProcess } from "./compiler-process.ts";
import type { ScriptSource } from "./infer.ts";

export interface InferenceOptions extends CompilerOptions {
  /** Longest time for one script, milliseconds. */
  readonly timeoutMs: number;
  /** The process is ended after this long without a script, milliseconds. */
  readonly idleMs: number;
}

/** A process that is killed from outside is replaced once. */
const MAX_ATTEMPTS = 2;

/** Infers signatures of TypeScript and JavaScript. */
export class Inference implements AsyncDisposable {
  readonly #options: InferenceOptions;
  #compiler: CompilerProcess | undefined;
  readonly #queue = new DeployQueue();
  #closed = false;
  #idle: NodeJS.Timeout | undefined;

  constructor(options: InferenceOptions) {
    this.#options = options;
  }

  /** Starts the process ahead of the first script. */
  prewarm(): void {
    this.#useCompiler();
    this.#endWhenIdle();
  }

  /** Rejects, with `unavailable`, only if the compiler cannot be had. */
  async infer(script: ScriptSource): Promise<SignatureAnswer> {
    const fault = findTextFault(script.content, MAX_SCRIPT_BYTES);
    if (fault !== undefined) {
      return { ok: false, fault };
    }
    return await this.#queue.do(() => this.#ask(script)).finally(() => this.#endWhenIdle());
  }

  /** Ends the process; scripts that wait are refused as unavailable. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#idle);
    await this.#compiler?.[Symbol.asyncDispose]();
  }

  async #ask(script: ScriptSource): Promise<SignatureAnswer> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const outcome = await this.#askOnce(script);
      switch (outcome.kind) {
        case "answer":
          return outcome.answer;
        case "timeout":
          return refuse(`took longer than ${this.#options.timeoutMs / 1000} s`);
        case "out-of-memory":
          return refuse("needed too much memory");
        case "lost":
          break;
      }
    }
    throw new OperateError("unavailable", "The compiler was ended while it worked.");
  }

  async #askOnce(script: ScriptSource): Promise<CompilerAnswer> {
    if (this.#closed) {
      throw new OperateError("unavailable", "The server is stopping.");
    }
    const compiler = this.#useCompiler();
    try {
      await compiler.ready;
    } catch (cause) {
      throw new OperateError("unavailable", "The compiler could not be started.", { cause });
    }
    return await compiler.ask(script, this.#options.timeoutMs);
  }

  #useCompiler(): CompilerProcess {
    clearTimeout(this.#idle);
    if (this.#compiler === undefined || this.#compiler.hasEnded) {
      this.#compiler = new CompilerProcess(this.#options);
    }
    return this.#compiler;
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idle);
    if (this.#queue.isEmpty && !this.#closed) {
      const end = () => void this.#compiler?.[Symbol.asyncDispose]();
      this.#idle = setTimeout(end, this.#options.idleMs).unref();
    }
  }
}

function refuse(what: string): SignatureAnswer {
  const message = `Working out the types of the script ${what}; make them simpler.`;
  return { ok: false, fault: { message, line: 1, column: 1 } };
}
