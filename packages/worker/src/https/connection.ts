import { setTimeout as delay } from "node:timers/promises";
import {
  AGENT_PROTOCOL,
  AGENT_PROTOCOL_HEADER,
  ERRORS,
  type ErrorCode,
  OperateError,
  Problem,
} from "@getoperate/contract";
import { isPassing } from "../is-passing.ts";

export interface ConnectionOptions {
  /** Where the server is, without a slash at the end. */
  readonly serverUrl: string;
  readonly token: string;
  readonly version: string;
}

/** What makes the answer out of what came: a schema of the protocol. */
interface Reader<Output> {
  parse(value: unknown): Output;
}

export interface CallOptions<Output> {
  readonly answer: Reader<Output>;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** An agent's way to its server: one request, one answer. */
export class Connection {
  readonly #options: ConnectionOptions;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /**
   * Sends a message. Throws `unavailable` for whatever may pass: then it may have been received or
   * not; any other code is the server's answer.
   */
  async call<Output>(path: string, message: object, options: CallOptions<Output>): Promise<Output> {
    const { status, text } = await this.#send(path, message, options);
    const json = parseOrUndefined(text);
    if (status >= 200 && status < 300 && json !== undefined) {
      return options.answer.parse(json);
    }
    throw refusalOf(status, json);
  }

  async #send(
    path: string,
    message: object,
    { timeoutMs, signal }: CallOptions<unknown>,
  ): Promise<{ status: number; text: string }> {
    const { serverUrl, token, version } = this.#options;
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await fetch(serverUrl + path, {
        method: "POST",
        // The token goes to the server that was named, and nowhere else.
        redirect: "error",
        headers: {
          Authorization: `Bearer ${token}`,
          "Content-Type": "application/json",
          "User-Agent": `getoperate-agent/${version}`,
          [AGENT_PROTOCOL_HEADER]: String(AGENT_PROTOCOL),
        },
        body: JSON.stringify(message),
        signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
      });
      return { status: response.status, text: await response.text() };
    } catch (cause) {
      const why = reasonOf(cause);
      throw new OperateError("unavailable", `The server cannot be reached: ${why}.`, { cause });
    }
  }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error instanceof Error ? error : new TypeError(String(error));
  return cause instanceof Error ? cause.message : message;
}

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A proxy on the way may answer too; only a problem of ours says what the server thinks. */
function refusalOf(status: number, json: unknown): OperateError {
  const problem = Problem.safeParse(json);
  if (status < 500 && problem.success && isErrorCode(problem.data.code)) {
    return new OperateError(problem.data.code, problem.data.detail);
  }
  const detail = problem.data?.detail ?? "there may be another program under its address";
  return new OperateError("unavailable", `The server answered with ${status}: ${detail}`);
}

function isErrorCode(code: string): code is ErrorCode {
  return code in ERRORS;
}

const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** A pause before another try, with jitter, so that agents do not come back all at once. */
export function pauseMs(tries: number): number {
  const pause = Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 2 ** Math.min(tries, 6));
  return pause * (0.5 + Math.random() / 2);
}

/** Repeats what failed for now; `tries` says how often it was done before. */
export async function persistently<Output>(
  forMs: number,
  work: (tries: number) => Promise<Output>,
): Promise<Output> {
  const giveUpAt = performance.now() + forMs;
  for (let tries = 0; ; tries += 1) {
    try {
      return await work(tries);
    } catch (error) {
      const pause = pauseMs(tries);
      if (!isPassing(error) || performance.now() + pause > giveUpAt) {
        throw error;
      }
      await delay(pause);
    }
  }
}
