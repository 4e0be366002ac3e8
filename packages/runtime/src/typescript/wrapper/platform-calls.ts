// Questions that a script asks the platform, over the runner's own channel: a sandboxed script may reach
// no server. Both the wrapper and the library that scripts import know this file; its state is theirs.
import { AnyError, AnyPromise, create } from "../../runner/intrinsics.ts";

/** What the platform says to one question. */
export interface PlatformAnswer {
  /** As in HTTP. */
  readonly status: number;
  readonly body: string;
}

type Send = (call: number, request: string) => boolean;

let send: Send = () => false;
let last = 0;
/** Without a prototype, so that nobody's property is taken for an answer's place. */
let waiting: Record<number, (answer: PlatformAnswer) => void> = emptyList();

function emptyList(): Record<number, (answer: PlatformAnswer) => void> {
  return create(null);
}

/** Says how questions are sent; false from it: no job runs that could ask. */
export function connectPlatform(by: Send): void {
  send = by;
}

export function answerCall(call: number, answer: PlatformAnswer): void {
  const resolve = waiting[call];
  delete waiting[call];
  resolve?.(answer);
}

/** The job has ended: what it asked is answered to nobody. */
export function forgetCalls(): void {
  waiting = emptyList();
}

/** Asks the platform; `request` is JSON of `{method, path, body}`. */
export function callPlatform(request: string): Promise<PlatformAnswer> {
  last += 1;
  const call = last;
  return new AnyPromise((resolve, reject) => {
    waiting[call] = resolve;
    if (!send(call, request)) {
      delete waiting[call];
      reject(new AnyError("No job runs that could ask the platform"));
    }
  });
}
