// The framing between server and runner, used on both ends: a header line of JSON, and after it as
// many bytes as the header's `bytes` says. Payloads are never parsed here. No imports of our own:
// this file also runs inside the sandbox.
import { Buffer } from "node:buffer";

/** One message: what the header says, and the payload, empty unless the header has `bytes`. */
export interface Frame {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Buffer;
}

export interface FrameBounds {
  readonly headerBytes: number;
  readonly payloadBytes: number;
}

// Taken hold of before user code runs, which may change it.
const { parse, stringify } = JSON;

const NEWLINE = 0x0a;
const NOTHING = Buffer.alloc(0);

/** Puts a frame into one piece of memory, so that it leaves in one write. */
export function encodeFrame(header: Readonly<Record<string, unknown>>, payload?: string): Buffer {
  if (payload === undefined) {
    return Buffer.from(`${stringify(header)}\n`);
  }
  const bytes = Buffer.byteLength(payload);
  const line = `${stringify({ ...header, bytes })}\n`;
  const start = Buffer.byteLength(line);
  const frame = Buffer.allocUnsafe(start + bytes);
  frame.write(line);
  frame.write(payload, start);
  return frame;
}

/** Cuts a stream of bytes into frames. After garbage it takes nothing more. */
export class FrameReader {
  readonly #bounds: FrameBounds;
  readonly #onFrame: (frame: Frame) => void;
  readonly #onGarbage: (reason: string) => void;
  /** The start of a header whose end has not come yet. */
  #line = NOTHING;
  #header: Frame["header"] | undefined;
  #payload = NOTHING;
  #filled = 0;
  #broken = false;

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
    while (rest.length > 0 && !this.#broken) {
      const header = this.#header;
      rest = header === undefined ? this.#takeLine(rest) : this.#takePayload(rest, header);
    }
  }

  #takeLine(chunk: Buffer): Buffer {
    const end = chunk.indexOf(NEWLINE);
    const piece = end === -1 ? chunk : chunk.subarray(0, end);
    if (this.#line.length + piece.length > this.#bounds.headerBytes) {
      return this.#fail("a header is too long");
    }
    const line = this.#line.length === 0 ? piece : Buffer.concat([this.#line, piece]);
    if (end === -1) {
      // A copy, for the chunk may be a small part of a large piece of memory.
      this.#line = Buffer.from(line);
      return NOTHING;
    }
    this.#line = NOTHING;
    return this.#begin(line, chunk.subarray(end + 1));
  }

  /** Takes a complete header; hands back what follows it. */
  #begin(line: Buffer, rest: Buffer): Buffer {
    const header = toHeader(line);
    const bytes = header?.["bytes"] ?? 0;
    if (header === undefined || typeof bytes !== "number" || !Number.isSafeInteger(bytes)) {
      return this.#fail("a header is not what it should be");
    }
    if (bytes < 0 || bytes > this.#bounds.payloadBytes) {
      return this.#fail("a payload is too long");
    }
    if (bytes <= rest.length) {
      this.#onFrame({ header, payload: rest.subarray(0, bytes) });
      return rest.subarray(bytes);
    }
    this.#header = header;
    this.#payload = Buffer.allocUnsafe(bytes);
    this.#filled = 0;
    return rest;
  }

  #takePayload(chunk: Buffer, header: Frame["header"]): Buffer {
    const payload = this.#payload;
    const taken = chunk.copy(payload, this.#filled);
    this.#filled += taken;
    if (this.#filled === payload.length) {
      this.#header = undefined;
      this.#payload = NOTHING;
      this.#onFrame({ header, payload });
    }
    return chunk.subarray(taken);
  }

  #fail(reason: string): Buffer {
    this.#broken = true;
    this.#line = NOTHING;
    this.#payload = NOTHING;
    this.#onGarbage(reason);
    return NOTHING;
  }
}

function toHeader(line: Buffer): Frame["header"] | undefined {
  try {
    const value: unknown = parse(line.toString("utf8"));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
