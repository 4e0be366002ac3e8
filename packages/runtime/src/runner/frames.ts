// The framing between server and runner, used on both ends: a header line of JSON, and after it as
// many bytes as the header's `bytes` says. Payloads are never parsed here. This file also runs
// inside the sandbox.
import type { Buffer } from "node:buffer";
import {
  alloc,
  allocUnsafe,
  bufferFrom,
  byteLength,
  copy,
  decode,
  hasOwn,
  indexOf,
  isArray,
  isSafeInteger,
  parse,
  stringify,
  subarray,
  write,
} from "./intrinsics.ts";

/** One message: what the header says, and the payload, empty unless the header has `bytes`. */
export interface Frame {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Buffer;
}

export interface FrameBounds {
  readonly headerBytes: number;
  readonly payloadBytes: number;
}

const NEWLINE = 0x0a;
const NOTHING: Buffer = alloc(0);

/** Puts a frame into one piece of memory, so that it leaves in one write. */
export function encodeFrame(header: Readonly<Record<string, unknown>>, payload?: string): Buffer {
  // Without a prototype, so that nobody's `toJSON` speaks for it.
  if (payload === undefined) {
    return bufferFrom(`${stringify({ __proto__: null, ...header })}\n`);
  }
  const bytes = byteLength(payload);
  const line = `${stringify({ __proto__: null, ...header, bytes })}\n`;
  const start = byteLength(line);
  const frame = allocUnsafe(start + bytes);
  write(frame, line, 0);
  write(frame, payload, start);
  return frame;
}

/** Cuts a stream of bytes into frames. After garbage it takes nothing more. */
export class FrameReader {
  readonly #bounds: FrameBounds;
  readonly #onFrame: (frame: Frame) => void;
  readonly #onGarbage: (reason: string) => void;
  /** The start of a header whose end has not come yet. */
  #line: Buffer = NOTHING;
  #header: Frame["header"] | undefined;
  #payload: Buffer = NOTHING;
  #filled = 0;
  #stopped = false;

  constructor(
    bounds: FrameBounds,
    onFrame: (frame: Frame) => void,
    onGarbage: (reason: string) => void,
  ) {
    this.#bounds = bounds;
    this.#onFrame = onFrame;
    this.#onGarbage = onGarbage;
  }

  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0 && !this.#stopped) {
      const header = this.#header;
      rest = header === undefined ? this.#takeLine(rest) : this.#takePayload(rest, header);
    }
  }

  /** Takes nothing more, not even what was pushed already. */
  stop(): void {
    this.#stopped = true;
    this.#line = NOTHING;
    this.#payload = NOTHING;
  }

  #takeLine(chunk: Buffer): Buffer {
    const end = indexOf(chunk, NEWLINE);
    const piece = end === -1 ? chunk : subarray(chunk, 0, end);
    if (this.#line.length + piece.length > this.#bounds.headerBytes) {
      return this.#fail("a header is too long");
    }
    if (end === -1) {
      // A copy, for the chunk may be a small part of a large piece of memory.
      this.#line = join(this.#line, piece);
      return NOTHING;
    }
    const line = this.#line.length === 0 ? piece : join(this.#line, piece);
    this.#line = NOTHING;
    return this.#begin(line, subarray(chunk, end + 1));
  }

  /** Takes a complete header; hands back what follows it. */
  #begin(line: Buffer, rest: Buffer): Buffer {
    const header = toHeader(line);
    const bytes = header !== undefined && hasOwn(header, "bytes") ? header["bytes"] : 0;
    if (header === undefined || typeof bytes !== "number" || !isSafeInteger(bytes)) {
      return this.#fail("a header is not what it should be");
    }
    if (bytes < 0 || bytes > this.#bounds.payloadBytes) {
      return this.#fail("a payload is too long");
    }
    if (bytes <= rest.length) {
      this.#onFrame({ header, payload: subarray(rest, 0, bytes) });
      return subarray(rest, bytes);
    }
    this.#header = header;
    this.#payload = allocUnsafe(bytes);
    this.#filled = 0;
    return rest;
  }

  #takePayload(chunk: Buffer, header: Frame["header"]): Buffer {
    const payload = this.#payload;
    const taken = copy(chunk, payload, this.#filled);
    this.#filled += taken;
    if (this.#filled === payload.length) {
      this.#header = undefined;
      this.#payload = NOTHING;
      this.#onFrame({ header, payload });
    }
    return subarray(chunk, taken);
  }

  #fail(reason: string): Buffer {
    this.stop();
    this.#onGarbage(reason);
    return NOTHING;
  }
}

function join(first: Buffer, second: Buffer): Buffer {
  const joined = allocUnsafe(first.length + second.length);
  copy(first, joined, 0);
  copy(second, joined, first.length);
  return joined;
}

function toHeader(line: Buffer): Frame["header"] | undefined {
  try {
    const value: unknown = parse(decode(line));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !isArray(value);
}
