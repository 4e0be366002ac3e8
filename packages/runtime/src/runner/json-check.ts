// Says whether bytes are JSON, without building what they describe: a hostile 64 MiB of JSON would
// take half a minute and gigabytes to parse, this takes a fraction of a second and no memory.

/** What is wrong with a text: it is not JSON, or it is, but nested too deeply. */
export type JsonFault = "not-json" | "too-deep";

const QUOTE = 0x22;
const PLUS = 0x2b;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const CAPITAL_E = 0x45;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const SMALL_E = 0x65;
const SMALL_U = 0x75;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const FIRST_PRINTABLE = 0x20;

const ESCAPED = new Set(codes('"\\/bfnrt'));
const WORDS = new Map(["true", "false", "null"].map((word) => [word.charCodeAt(0), codes(word)]));

/** A result may be nested this deeply; what stores and shapes it recurses. */
export const MAX_DEPTH = 1000;

/** Where there is no valid continuation; no byte is there. */
const NOWHERE = -1;

/** What is wrong with the text of these bytes; undefined when it is JSON. They are valid UTF-8. */
export function findJsonFault(bytes: Uint8Array): JsonFault | undefined {
  const scan = new Scan(bytes);
  while (scan.passValue() && scan.passToNextValue()) {
    // Both go forward, or end it.
  }
  return scan.fault;
}

/** The brackets that are open; one scan at a time uses it. */
const open = new Uint8Array(MAX_DEPTH);

class Scan {
  fault: JsonFault | undefined;
  readonly #bytes: Uint8Array;
  #at = 0;
  #depth = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Past a value that is no bracket, or up to the end of an empty bracket. */
  passValue(): boolean {
    const bytes = this.#bytes;
    let at = skipSpace(bytes, this.#at);
    let byte = bytes[at];
    while (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      if (this.#depth === MAX_DEPTH) {
        this.fault = "too-deep";
        return false;
      }
      open[this.#depth] = byte;
      this.#depth += 1;
      at = skipSpace(bytes, at + 1);
      if (bytes[at] === closingOf(byte)) {
        this.#at = at;
        return true;
      }
      at = byte === OPEN_OBJECT ? skipKey(bytes, at) : at;
      byte = bytes[at];
    }
    this.#at = skipScalar(bytes, at);
    return true;
  }

  /** Past the brackets that close here and a comma; false: the text ends, well or not. */
  passToNextValue(): boolean {
    const bytes = this.#bytes;
    let at = skipSpace(bytes, this.#at);
    while (this.#depth > 0 && bytes[at] === closingOf(open[this.#depth - 1])) {
      this.#depth -= 1;
      at = skipSpace(bytes, at + 1);
    }
    if (this.#depth === 0 || bytes[at] !== COMMA) {
      this.fault = this.#depth === 0 && at === bytes.length ? undefined : "not-json";
      return false;
    }
    at = skipSpace(bytes, at + 1);
    this.#at = open[this.#depth - 1] === OPEN_OBJECT ? skipKey(bytes, at) : at;
    return true;
  }
}

function closingOf(opening: number | undefined): number | undefined {
  return opening === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_LIST;
}

/** Past a key and its colon. */
function skipKey(bytes: Uint8Array, at: number): number {
  const colon = bytes[at] === QUOTE ? skipSpace(bytes, skipString(bytes, at)) : NOWHERE;
  return bytes[colon] === COLON ? skipSpace(bytes, colon + 1) : NOWHERE;
}

function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) {
    at += 1;
  }
  return at;
}

function skipScalar(bytes: Uint8Array, at: number): number {
  const first = bytes[at];
  if (first === QUOTE) {
    return skipString(bytes, at);
  }
  if (first === MINUS || isBetween(first, ZERO, NINE)) {
    return skipNumber(bytes, at);
  }
  const word = first === undefined ? undefined : WORDS.get(first);
  const isThere = word?.every((code, index) => bytes[at + index] === code) ?? false;
  return word !== undefined && isThere ? at + word.length : NOWHERE;
}

function skipString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  for (;;) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      return at + 1;
    }
    if (byte === undefined || byte < FIRST_PRINTABLE) {
      return NOWHERE;
    }
    at = byte === BACKSLASH ? skipEscape(bytes, at + 1) : at + 1;
    if (at === NOWHERE) {
      return NOWHERE;
    }
  }
}

function skipEscape(bytes: Uint8Array, at: number): number {
  const escaped = bytes[at];
  if (escaped !== SMALL_U) {
    return escaped !== undefined && ESCAPED.has(escaped) ? at + 1 : NOWHERE;
  }
  for (let digit = at + 1; digit <= at + 4; digit += 1) {
    if (!isHexDigit(bytes[digit])) {
      return NOWHERE;
    }
  }
  return at + 5;
}

function skipNumber(bytes: Uint8Array, start: number): number {
  const first = bytes[start] === MINUS ? start + 1 : start;
  let at = bytes[first] === ZERO ? first + 1 : skipDigits(bytes, first);
  if (bytes[at] === POINT) {
    at = skipDigits(bytes, at + 1);
  }
  if (bytes[at] === SMALL_E || bytes[at] === CAPITAL_E) {
    const sign = bytes[at + 1];
    at = skipDigits(bytes, sign === PLUS || sign === MINUS ? at + 2 : at + 1);
  }
  return at;
}

/** One digit at least. */
function skipDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isBetween(bytes[at], ZERO, NINE)) {
    at += 1;
  }
  return at === start ? NOWHERE : at;
}

function isHexDigit(byte: number | undefined): boolean {
  return isBetween(byte, 0x30, 0x39) || isBetween(byte, 0x41, 0x46) || isBetween(byte, 0x61, 0x66);
}

function isBetween(byte: number | undefined, first: number, last: number): boolean {
  return byte !== undefined && byte >= first && byte <= last;
}

function codes(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}
