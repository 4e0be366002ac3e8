import type { IncomingMessage } from "node:http";
import { pipeline, type Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { OperateError } from "@getoperate/contract";

const NOTHING = new Uint8Array(0);

/**
 * Reads a request's body from Node's own stream, counting bytes as they arrive and, for compressed
 * bodies, as they are decoded. Throws `too-large` at the first byte over the limit,
 * `unsupported-media-type` for an unknown coding, `invalid-body` for a broken one.
 */
export async function readBody(incoming: IncomingMessage, limitBytes: number): Promise<Uint8Array> {
  if (Number(incoming.headers["content-length"] ?? 0) > limitBytes) {
    throw tooLarge(limitBytes);
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of decoded(incoming)) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      size += bytes.length;
      if (size > limitBytes) {
        throw tooLarge(limitBytes);
      }
      chunks.push(bytes);
    }
  } catch (error) {
    throw error instanceof OperateError
      ? error
      : new OperateError("invalid-body", "The body ended early or cannot be decompressed.");
  }
  const [only = NOTHING] = chunks;
  return chunks.length <= 1 ? only : Buffer.concat(chunks, size);
}

function decoded(incoming: IncomingMessage): Readable {
  const coding = (incoming.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  const decoder = decoderOf(coding);
  return decoder === undefined ? incoming : pipeline(incoming, decoder, () => undefined);
}

function decoderOf(coding: string) {
  switch (coding) {
    case "":
    case "identity":
      return undefined;
    case "gzip":
    case "x-gzip":
      return createGunzip();
    case "deflate":
      return createInflate();
    case "br":
      return createBrotliDecompress();
    default:
      throw new OperateError(
        "unsupported-media-type",
        "Content-Encoding may be gzip, deflate, br or identity.",
      );
  }
}

function tooLarge(limitBytes: number): OperateError {
  return new OperateError("too-large", `The body may have at most ${limitBytes} bytes.`);
}
