// What the programs inside a runner need of their realm, taken hold of before user code runs: that
// code shares the realm and may change every global. They also avoid what goes through changed
// prototypes unseen: iterating, destructuring and spreading lists, and lists' own methods. This file
// is read inside the sandbox and imports nothing of ours.
import { Buffer } from "node:buffer";

export const { apply, get } = Reflect;
export const { parse, stringify } = JSON;
export const { create, getOwnPropertyDescriptor, hasOwn, keys } = Object;
export const { isArray } = Array;
export const { isSafeInteger } = Number;
export const { asyncIterator, iterator } = Symbol;
export const AnyError = Error;
export const AnyPromise = Promise;
export const WrongRange = RangeError;
export const WrongType = TypeError;
export const toText = String;
export const { alloc, allocUnsafe, byteLength, from: bufferFrom } = Buffer;

const bytes = Buffer.prototype;
const methods = {
  indexOf: bytes.indexOf,
  subarray: bytes.subarray,
  copy: bytes.copy,
  write: bytes.write,
  toString: bytes.toString,
};

export function indexOf(buffer: Buffer, byte: number): number {
  return apply(methods.indexOf, buffer, [byte]);
}

export function subarray(buffer: Buffer, start: number, end = buffer.length): Buffer {
  return apply(methods.subarray, buffer, [start, end]);
}

/** Copies what has room, and says how much that was. */
export function copy(from: Buffer, to: Buffer, at: number): number {
  return apply(methods.copy, from, [to, at]);
}

export function write(buffer: Buffer, text: string, at: number): void {
  apply(methods.write, buffer, [text, at]);
}

export function decode(buffer: Buffer): string {
  return apply(methods.toString, buffer, ["utf8"]);
}
