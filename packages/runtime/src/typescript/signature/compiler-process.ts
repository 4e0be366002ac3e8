import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import type { SignatureAnswer } from "../../executor.ts";
import type { ScriptSource } from "./infer.ts";

export interface CompilerOptions {
  /** Path of Deno, which is asked for the types of its globals. */
  readonly deno: string;
  /** JavaScript heap, MiB; the declarations alone take about 60. */
  readonly heapMib: number;
}

/** What became of a question: an answer, or how the process ended over it. */
export type CompilerAnswer =
  | { readonly kind: "answer"; readonly answer: SignatureAnswer }
  | { readonly kind: "timeout" }
  /** V8 gave up: its heap was too small for the script. */
  | { readonly kind: "out-of-memory" }
  /** It was ended from outside. */
  | { readonly kind: "lost" };

/** The compiler in a process of its own; it is asked one question at a time. */
export class CompilerProcess implements AsyncDisposable {
  /** Resolves once it takes questions; rejects if it ended before. */
  readonly ready: Promise<void>;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;

  constructor({ deno, heapMib }: CompilerOptions) {
    // The same file from sources and from a build: it lies beside this one and ends like it.
    const name = `inference-process${extname(import.meta.filename)}`;
    const args = [deno, String(process.pid)];
    this.#child = fork(fileURLToPath(new URL(name, import.meta.url)), args, {
      execPath: process.execPath,
      execArgv: [`--max-old-space-size=${heapMib}`, "--disable-warning=ExperimentalWarning"],
      env: {},
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    // "error": it could not be started, or a message could not be sent because it had ended.
    this.#ended = once(this.#child, "exit").catch(() => undefined);
    this.#child.on("error", () => undefined);
    this.ready = this.#firstMessage();
    this.ready.catch(() => undefined);
  }

  get hasEnded(): boolean {
    const { pid, exitCode, signalCode } = this.#child;
    return pid === undefined || exitCode !== null || signalCode !== null;
  }

  /** Asks for a signature. After anything but an answer the process is gone. */
  async ask(script: ScriptSource, timeoutMs: number): Promise<CompilerAnswer> {
    const { promise, resolve } = Promise.withResolvers<CompilerAnswer>();
    const deadline = setTimeout(() => resolve({ kind: "timeout" }), timeoutMs);
    const onExit = (_: unknown, signal?: unknown) =>
      resolve({ kind: signal === "SIGABRT" ? "out-of-memory" : "lost" });
    const onMessage = (message: unknown) => resolve({ kind: "answer", answer: asAnswer(message) });
    this.#child.once("exit", onExit).once("message", onMessage);
    this.#child.send(script, (error) => (error === null ? undefined : onExit(null)));
    const outcome = await promise;
    clearTimeout(deadline);
    this.#child.off("exit", onExit).off("message", onMessage);
    if (outcome.kind !== "answer") {
      await this[Symbol.asyncDispose]();
    }
    return outcome;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.hasEnded) {
      this.#child.kill("SIGKILL");
      await this.#ended;
    }
  }

  async #firstMessage(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#child.once("message", () => resolve());
    const fail = () => reject(new CompilerStartError("The compiler's process did not start."));
    this.#child.once("exit", fail).once("error", fail);
    await promise;
    this.#child.off("exit", fail);
  }
}

/** The compiler's process ended before it took a question. */
export class CompilerStartError extends Error {
  override readonly name = "CompilerStartError";
}

/** The process is ours and sends nothing but answers. */
function asAnswer(message: unknown): SignatureAnswer {
  return message as SignatureAnswer;
}
