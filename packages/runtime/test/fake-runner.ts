import type { JobOutcome } from "@getoperate/contract";
import { Runner } from "../src/runner/runner.ts";
import type { RunnerBounds } from "../src/runner/runner-job.ts";
import type { Launch } from "../src/sandbox/launch.ts";

// What every fake program has: `send` speaks to the server, `onRun` is told of each job's header, and
// `onMore` that the last chunk was taken.
const PRELUDE = `
const { writeSync } = require("node:fs");
const { Socket } = require("node:net");
const socket = new Socket({ fd: 3 });
const send = (header, payload) => {
  const bytes = payload === undefined ? {} : { bytes: Buffer.byteLength(payload) };
  socket.write(JSON.stringify({ ...header, ...bytes }) + "\\n" + (payload ?? ""));
};
const stream = (job, payload) => send({ type: "chunk", job }, payload);
const succeed = (job, payload = "1") => send({ type: "result", job, ok: true }, payload);
let onRun = () => undefined;
let onMore = () => undefined;
let unread = "";
socket.on("data", (chunk) => {
  unread += chunk;
  for (let end = unread.indexOf("\\n"); end !== -1; end = unread.indexOf("\\n")) {
    const header = JSON.parse(unread.slice(0, end));
    if (unread.length < end + 1 + (header.bytes ?? 0)) return;
    unread = unread.slice(end + 1 + (header.bytes ?? 0));
    if (header.type === "run") onRun(header);
    if (header.type === "more") onMore();
  }
});
`;

/** How to start a program of Node as a runner that does as the test wants, without a sandbox. */
export function fakeLaunch(program: string): Launch {
  return {
    command: process.execPath,
    args: ["-e", PRELUDE + program],
    env: { LAUNCH: "1" },
    jobEnv: {},
    workFolder: "/nowhere",
    dataMib: 16 * 1024,
    tie: { kind: "lifeline" },
    dispose: () => Promise.resolve(),
  };
}

export const BOUNDS: RunnerBounds = {
  maxResultBytes: 1000,
  maxLogBytes: 100_000,
  maxChunkBytes: 1000,
  startMs: 10_000,
};

/** A ready runner of a fake program, which only says what it does with jobs. */
export async function startFake(program: string, bounds = BOUNDS): Promise<Runner> {
  const runner = new Runner(fakeLaunch(`${program}\nsend({ type: "ready" });`), bounds);
  await runner.ready;
  return runner;
}

export interface FakeJobOptions {
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
  readonly onLog?: (text: string) => void;
  readonly onChunk?: (json: string) => Promise<void>;
}

export interface FakeJobRun {
  readonly status: JobOutcome["status"];
  readonly result: unknown;
  readonly logs: string;
}

/** Runs a job whose arguments do not matter. */
export async function runFakeJob(
  runner: Runner,
  options: FakeJobOptions = {},
): Promise<FakeJobRun> {
  const { timeoutSeconds = 15, signal = new AbortController().signal, onLog } = options;
  const onChunk = options.onChunk ?? (() => Promise.resolve());
  let logs = "";
  const collect = (text: string) => {
    logs += text;
    onLog?.(text);
  };
  const job = { args: "{}", timeoutSeconds, env: {} };
  const onCall = () => Promise.resolve({ status: 404, body: "{}" });
  const { status, result } = await runner.run(job, { signal, onLog: collect, onChunk, onCall });
  return { status, result: JSON.parse(result), logs };
}
