import { createHash, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const RANDOM_LENGTH = 43;
const CHECK_LENGTH = 6;
const PREFIX_LENGTH = 10;

/** The start of every token of users and of agents; secret scanners know it by. */
const TOKEN_START = { user: "gop_u_", agent: "gop_a_" } as const;

/**
 * Makes a token: a fixed start, 256 random bits and a checksum, so that a scanner can tell a leaked
 * one from a look-alike without asking us.
 */
export function newToken(kind: keyof typeof TOKEN_START): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]);
  const body = TOKEN_START[kind] + random.join("");
  return body + checksumOf(body);
}

function checksumOf(body: string): string {
  let rest = crc32(body);
  let text = "";
  for (let index = 0; index < CHECK_LENGTH; index += 1) {
    text = (ALPHABET[rest % ALPHABET.length] ?? "0") + text;
    rest = Math.floor(rest / ALPHABET.length);
  }
  return text;
}

/** What is stored of a token. 256 random bits need no slow hash. */
export function tokenDigest(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** The part of a token that may be shown: never more than a quarter of it. */
export function visiblePrefix(token: string): string {
  return token.slice(0, Math.min(PREFIX_LENGTH, Math.floor(token.length / 4)));
}
