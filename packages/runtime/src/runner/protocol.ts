// What server and runner say to each other over the runner's file descriptor 3. Standard output and
// error are the job's log and carry nothing of this.
import type { SignatureParameter } from "@getoperate/contract";

/** Server → runner: the version to run; the payload is its source. Sent once. */
export interface LoadHeader {
  readonly type: "load";
  /** Folder that the source is written to and imported from. */
  readonly folder: string;
  readonly file: string;
  readonly parameters: readonly SignatureParameter[];
}

/** Server → runner: the last chunk was taken, the next one may come. */
export interface MoreHeader {
  readonly type: "more";
}

/** Server → runner: what the platform says to a question; the payload is the answer's body. */
export interface AnswerHeader {
  readonly type: "answer";
  readonly call: number;
  readonly status: number;
}

/** Server → runner: run `main`; the payload is the arguments or the event, a JSON object. */
export interface RunHeader {
  readonly type: "run";
  /** Unguessable; chunks and the result must carry it back. */
  readonly job: string;
  readonly env: Readonly<Record<string, string>>;
  readonly maxResultBytes: number;
  /** Whether `preprocessor` makes the arguments of the payload. */
  readonly preprocess: boolean;
}

/**
 * Runner → server.
 *
 * `ready`: it can take a version. `result`: a job ended; the payload is JSON, for `ok: false` it is
 * `{"error": …}`. `chunk`: an item that a job streams; the payload is JSON, and nothing of the job
 * comes after it until `more`. `call`: a job asks the platform; the payload is JSON of
 * `{method, path, body}`. `retire`: something was left in a bad state, so it wants no job after
 * this one.
 */
export type RunnerMessage =
  | { readonly type: "ready" }
  | { readonly type: "retire" }
  | { readonly type: "chunk"; readonly job: string }
  | { readonly type: "call"; readonly job: string; readonly call: number }
  | { readonly type: "result"; readonly job: string; readonly ok: boolean };

/** Longest header a runner may send. */
export const MAX_RUNNER_HEADER_BYTES = 1024;

/** Reads a header that a runner sent; undefined when it is none of the protocol's. */
export function toRunnerMessage(
  header: Readonly<Record<string, unknown>>,
): RunnerMessage | undefined {
  const { type, job, ok, call } = header;
  if (type === "ready" || type === "retire") {
    return { type };
  }
  if (type === "chunk" && typeof job === "string") {
    return { type, job };
  }
  if (type === "call" && typeof job === "string" && typeof call === "number") {
    return { type, job, call };
  }
  if (type === "result" && typeof job === "string" && typeof ok === "boolean") {
    return { type, job, ok };
  }
  return undefined;
}
