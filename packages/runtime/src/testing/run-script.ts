import { createHash } from "node:crypto";
import type {
  FinalJobStatus,
  Language,
  PlatformAnswer,
  PlatformCall,
  RunnableVersion,
  VersionLimits,
} from "@getoperate/contract";
import type { Runtime } from "../runtime.ts";

export interface RunScriptOptions {
  readonly language?: Language;
  /** Names of `main`'s parameters, a rest parameter after three points; `value` unless given. */
  readonly parameters?: readonly string[];
  readonly args?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutSeconds?: number;
  /** Whether `args` is an event, of which `preprocessor` makes the arguments. */
  readonly preprocess?: boolean;
  readonly workspace?: string;
  /** What the version asks for; the usual unless given. */
  readonly limits?: Partial<VersionLimits>;
  readonly signal?: AbortSignal;
  /** Told of each piece of the log as it comes. */
  readonly onLog?: (text: string) => void;
  /** Told of each item that is streamed; the script goes on when it resolves. */
  readonly onChunk?: (json: string) => Promise<void>;
  /** Answers what the script asks of the platform. */
  readonly onCall?: (call: PlatformCall) => Promise<PlatformAnswer>;
}

export interface ScriptRun {
  readonly status: FinalJobStatus;
  /** The parsed result. */
  readonly result: unknown;
  readonly logs: string;
  readonly durationMs: number;
}

/** Runs a source once, as a worker runs a job of it. */
export async function runScript(
  runtime: Pick<Runtime, "run">,
  content: string,
  options: RunScriptOptions = {},
): Promise<ScriptRun> {
  const pieces: string[] = [];
  const onLog = (text: string) => {
    pieces.push(text);
    options.onLog?.(text);
  };
  const { args = {}, env = {}, timeoutSeconds = 20, preprocess = false } = options;
  const signal = options.signal ?? new AbortController().signal;
  const onChunk = options.onChunk ?? (() => Promise.resolve());
  const job = { args: JSON.stringify(args), timeoutSeconds, preprocess, env };
  const outcome = await runtime.run(versionOf(content, options), job, {
    ...{ signal, onLog, onChunk },
    onCall: options.onCall ?? (() => Promise.resolve({ status: 404, body: "{}" })),
  });
  const { status, durationMs } = outcome;
  return { status, result: JSON.parse(outcome.result), logs: pieces.join(""), durationMs };
}

function versionOf(content: string, options: RunScriptOptions): RunnableVersion {
  const { language = "typescript", workspace = "main", parameters = ["value"] } = options;
  return {
    workspace,
    hash: createHash("sha256")
      .update(`${language}\0${content}\0${JSON.stringify(options.limits ?? {})}`)
      .digest("hex")
      .slice(0, 16),
    path: "u/tester/script",
    language,
    content,
    limits: { network: true, memoryMib: null, fresh: false, ...options.limits },
    parameters: parameters.map((name) => ({
      name: name.replace(/^\.\.\./, ""),
      rest: name.startsWith("..."),
    })),
  };
}
