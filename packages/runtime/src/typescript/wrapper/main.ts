// The constant program of every TypeScript and JavaScript runner. It takes one version, imports it
// at the first job, and calls its `main` once for each job. What it needs of the realm is taken hold
// of before user code runs, for user code shares the realm and may change every global. It imports
// little: each of Node's modules makes the start of a runner some milliseconds longer.
import { Socket } from "node:net";
import { encodeFrame, type Frame, FrameReader } from "../../runner/frames.ts";
import {
  AnyError,
  AnyPromise,
  apply,
  byteLength,
  decode,
  parse,
  WrongRange,
  WrongType,
} from "../../runner/intrinsics.ts";
import type { AnswerHeader, LoadHeader, MoreHeader, RunHeader } from "../../runner/protocol.ts";
// Scripts import it, and may read no file of ours: it is there already.
import "../library/operate.ts";
import { bindArguments } from "./bind-arguments.ts";
import { addEventListener, Deno } from "./deno-globals.ts";
import { replaceEnvironment } from "./environment.ts";
import { failureText } from "./failure-text.ts";
import { answerCall, connectPlatform, forgetCalls } from "./platform-calls.ts";
import { resultText } from "./result-text.ts";

const PROTOCOL_FD = 3;
/** The server is trusted; these only stop a stream that went wrong. */
const BOUNDS = { headerBytes: 16 * 1024 * 1024, payloadBytes: 1024 * 1024 * 1024 };

/** A version: where its source was written, and how to call it. */
interface Source {
  readonly url: string;
  readonly parameters: LoadHeader["parameters"];
}

interface Job {
  readonly number: string;
  readonly maxResultBytes: number;
  readonly preprocess: boolean;
  /** Length of the result so far, of what was yielded. */
  streamedBytes: number;
}

/** What of a script's exports is called. */
interface Exports {
  readonly main?: unknown;
  readonly preprocessor?: unknown;
}

const { exit } = Deno;
const socket = new Socket({ fd: PROTOCOL_FD, readable: true, writable: true });
const write = socket.write.bind(socket);
const places = { programFolder: new URL("../..", import.meta.url).href, sourceFolder: "" };

let source: Source | undefined;
let loaded: Promise<Exports> | undefined;
/** The job that runs now. Its number goes to nobody else. */
let current: Job | undefined;
let hasRetired = false;
/** Lets the job yield on. */
let goOn: () => void = () => undefined;

function finish(job: Job, ok: boolean, text: string): void {
  if (current !== job) {
    return;
  }
  current = undefined;
  forgetCalls();
  const header = { type: "result", job: job.number };
  if (byteLength(text) > job.maxResultBytes) {
    write(encodeFrame({ ...header, ok: false }, failureText(tooLarge(job), places)));
  } else {
    write(encodeFrame({ ...header, ok }, text));
  }
}

function tooLarge({ maxResultBytes }: Job): Error {
  return new WrongRange(`The result is larger than ${maxResultBytes} bytes`);
}

/** Sends an item that the job yielded, and waits until the server wants the next one. */
async function stream(job: Job, json: string): Promise<void> {
  job.streamedBytes += byteLength(json) + 1;
  if (job.streamedBytes > job.maxResultBytes) {
    throw tooLarge(job);
  }
  if (current !== job) {
    throw new AnyError("The job has ended");
  }
  await new AnyPromise<void>((resolve) => {
    goOn = resolve;
    write(encodeFrame({ type: "chunk", job: job.number }, json));
  });
}

/** User code left something behind that the next job should not meet. */
function retire(): void {
  if (!hasRetired) {
    hasRetired = true;
    write(encodeFrame({ type: "retire" }));
  }
}

async function importSource({ url }: Source): Promise<Exports> {
  loaded ??= import(url);
  try {
    return await loaded;
  } catch (error) {
    retire();
    throw error;
  }
}

async function callMain(from: Source, job: Job, args: string): Promise<string> {
  const { main, preprocessor } = await importSource(from);
  if (typeof main !== "function") {
    throw new WrongType("The script exports no function `main`");
  }
  const given = job.preprocess ? await argumentsOf(preprocessor, parse(args)) : parse(args);
  const returned: unknown = await apply(main, undefined, bindArguments(from.parameters, given));
  return await resultText(returned, (json) => stream(job, json));
}

/** What the script's `preprocessor` makes of an event. */
async function argumentsOf(preprocessor: unknown, event: object): Promise<object> {
  if (typeof preprocessor !== "function") {
    throw new WrongType("The script exports no function `preprocessor`");
  }
  const args: unknown = await apply(preprocessor, undefined, [event]);
  if (typeof args !== "object" || args === null) {
    throw new WrongType("The preprocessor must return an object with main's arguments");
  }
  return args;
}

async function run(job: Job, env: RunHeader["env"], args: string): Promise<void> {
  current = job;
  try {
    replaceEnvironment(env);
    if (source === undefined) {
      throw new WrongType("No script was loaded");
    }
    finish(job, true, await callMain(source, job, args));
  } catch (error) {
    finish(job, false, failureText(error, places));
  }
}

function load({ folder, file, parameters }: LoadHeader, text: Uint8Array): void {
  const path = `${folder}/${file}`;
  Deno.writeFileSync(path, text);
  Deno.permissions.revokeSync({ name: "write", path: folder });
  const url = new URL("file:///");
  url.pathname = path;
  places.sourceFolder = new URL(".", url).href;
  source = { url: url.href, parameters };
}

/** Something failed outside of `main`'s own course: the job that runs is what it is about. */
function failFromOutside(thrown: unknown): void {
  retire();
  if (current !== undefined) {
    finish(current, false, failureText(thrown, places));
  }
}

function receive({ header, payload }: Frame): void {
  const message = received(header);
  if (message.type === "load") {
    load(message, payload);
  } else if (message.type === "more") {
    goOn();
  } else if (message.type === "answer") {
    answerCall(message.call, { status: message.status, body: decode(payload) });
  } else {
    const { job: number, maxResultBytes, preprocess, env } = message;
    void run({ number, maxResultBytes, preprocess, streamedBytes: 0 }, env, decode(payload));
  }
}

/** The server sends nothing but these. */
function received(header: object): AnswerHeader | LoadHeader | MoreHeader | RunHeader {
  return header as AnswerHeader | LoadHeader | MoreHeader | RunHeader;
}

connectPlatform((call, request) => {
  if (current !== undefined) {
    write(encodeFrame({ type: "call", job: current.number, call }, request));
  }
  return current !== undefined;
});

addEventListener("error", (event) => {
  event.preventDefault();
  failFromOutside(event.error ?? event.message);
});
addEventListener("unhandledrejection", (event) => {
  event.preventDefault();
  failFromOutside(event.reason);
});
const reader = new FrameReader(BOUNDS, receive, () => exit(1));
socket.on("data", (chunk: Buffer) => reader.push(chunk));
socket.on("end", () => exit(0));
write(encodeFrame({ type: "ready" }));
