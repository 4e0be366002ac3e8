// JSON is handled as text here: what a caller sends and a script returns is cut into members and
// joined again, never turned into objects. So no number loses digits, no key touches a prototype,
// escaped NULs and lone surrogates stay escaped, and no depth overflows the stack.
import type { JsonText } from "@getoperate/contract";

/** The members of a JSON object by name, in order; a repeated name has its last value. */
export type Members = Map<string, JsonText>;

export type JsonKind = "object" | "array" | "string" | "number" | "boolean" | "null";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const COMMA = 0x2c;

/** What kind of value a valid JSON text is; its first letter tells. */
export function kindOf(text: JsonText): JsonKind {
  switch (text[skipBlanks(text, 0)]) {
    case "{":
      return "object";
    case "[":
      return "array";
    case '"':
      return "string";
    case "t":
    case "f":
      return "boolean";
    case "n":
      return "null";
    default:
      return "number";
  }
}

/** Cuts a valid JSON text into its members; undefined if it is not an object. */
export function readMembers(text: JsonText): Members | undefined {
  let at = skipBlanks(text, 0);
  if (text.charCodeAt(at) !== OPEN_OBJECT) {
    return undefined;
  }
  const members: Members = new Map();
  at = skipBlanks(text, at + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const nameEnd = skipString(text, at);
    const start = skipBlanks(text, skipBlanks(text, nameEnd) + 1);
    const end = skipValue(text, start);
    members.set(readString(text.slice(at, nameEnd)), text.slice(start, end));
    // Over the comma, or over the closing brace and out of the loop.
    at = skipBlanks(text, skipBlanks(text, end) + 1);
  }
  return members;
}

export function writeMembers(members: ReadonlyMap<string, JsonText>): JsonText {
  const pairs: string[] = [];
  for (const [name, value] of members) {
    pairs.push(`${JSON.stringify(name)}:${value}`);
  }
  return `{${pairs.join(",")}}`;
}

/** The elements of a valid JSON text as texts; undefined if it is not an array. */
export function readElements(text: JsonText): JsonText[] | undefined {
  let at = skipBlanks(text, 0);
  if (text.charCodeAt(at) !== OPEN_ARRAY) {
    return undefined;
  }
  const elements: JsonText[] = [];
  at = skipBlanks(text, at + 1);
  while (at < text.length && text.charCodeAt(at) !== CLOSE_ARRAY) {
    const end = skipValue(text, at);
    elements.push(text.slice(at, end));
    at = skipBlanks(text, skipBlanks(text, end) + 1);
  }
  return elements;
}

/** The string that a valid JSON text of kind string stands for. */
export function readString(text: JsonText): string {
  return text.includes("\\") ? String(JSON.parse(text)) : text.slice(1, -1);
}

/** Whether arrays and objects are nested deeper than `limit`; takes any text. */
export function isDeeperThan(text: JsonText, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = skipString(text, at) - 1;
    } else if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      depth += 1;
      if (depth > limit) {
        return true;
      }
    } else if (code === CLOSE_ARRAY || code === CLOSE_OBJECT) {
      depth -= 1;
    }
  }
  return false;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (isBlank(text.charCodeAt(at))) {
    at += 1;
  }
  return at;
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** From an opening quote to behind the closing one, or to the end. */
function skipString(text: string, start: number): number {
  let close = text.indexOf('"', start + 1);
  while (close !== -1 && isEscaped(text, close)) {
    close = text.indexOf('"', close + 1);
  }
  return close === -1 ? text.length : close + 1;
}

function isEscaped(text: string, at: number): boolean {
  let start = at;
  while (text.charCodeAt(start - 1) === BACKSLASH) {
    start -= 1;
  }
  return (at - start) % 2 === 1;
}

/** From a value's first letter to behind its last. */
function skipValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const closes = code === CLOSE_ARRAY || code === CLOSE_OBJECT;
    if (depth === 0 && (closes || code === COMMA || isBlank(code))) {
      return at;
    }
    if (code === OPEN_ARRAY || code === OPEN_OBJECT) {
      depth += 1;
    } else if (closes) {
      depth -= 1;
    }
    at = code === QUOTE ? skipString(text, at) : at + 1;
    if (depth === 0 && (closes || code === QUOTE)) {
      return at;
    }
  }
  return at;
}
