import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { OperateError } from "@getoperate/contract";
import { ArrivingBody } from "./arriving-body.ts";

/** Pieces that large have their memory to themselves, so it can be freed with them. */
const DECODER = { chunkSize: 64 * 1024 };

/**
 * Reads a request's body from Node's own stream, counting bytes as they arrive and, for compressed
 * bodies, as they are decoded. Throws `too-large` at the first byte over the limit,
 * `unsupported-media-type` for an unknown coding, `invalid-body` for a broken one. The connection
 * is left as it is, for the answer.
 */
export async function readBody(incoming: IncomingMessage, limitBytes: number): Promise<Uint8Array> {
  if (Number(incoming.headers["content-length"] ?? 0) > limitBytes) {
    throw tooLarge(limitBytes);
  }
  const decoder = decoderOf(incoming.headers["content-encoding"]);
  await using body = new ArrivingBody();
  if (decoder === undefined) {
    await collect(incoming, body, limitBytes);
  } else {
    const stop = () => {
      if (!incoming.readableEnded) {
        decoder.destroy();
      }
    };
    incoming.once("close", stop).pipe(decoder);
    try {
      await collect(decoder, body, limitBytes);
    } finally {
      // Not by `pipeline`, which would end the connection together with the decoder.
      incoming.off("close", stop).unpipe(decoder);
      decoder.destroy();
    }
  }
  return await body.read();
}

/** Moves what arrives to `body`. Piece by piece, since an iterator would join and so copy them. */
async function collect(source: Readable, body: ArrivingBody, limitBytes: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onData = (bytes: Buffer) => {
    body.add(bytes);
    if (body.size > limitBytes) {
      reject(tooLarge(limitBytes));
    } else if (body.isFull) {
      source.pause();
      body.store().then(() => source.resume(), reject);
    }
  };
  const onBroken = () =>
    reject(new OperateError("invalid-body", "The body ended early or cannot be decompressed."));
  const onEnd = () => {
    // Every body closes after its end, before whoever waits here hears of it: nothing is broken then.
    source.off("close", onBroken);
    resolve();
  };
  source.on("data", onData).on("end", onEnd).on("error", onBroken).on("close", onBroken);
  try {
    await promise;
  } finally {
    source.off("data", onData).off("end", onEnd).off("close", onBroken).pause();
    // Not to be told of an error later, which would be nobody's, nor to keep the body until then.
    source.on("error", noticeNothing).off("error", onBroken);
  }
}

function noticeNothing(): void {}

function decoderOf(coding = "identity") {
  switch (coding.trim().toLowerCase()) {
    case "":
    case "identity":
      return undefined;
    case "gzip":
    case "x-gzip":
      return createGunzip(DECODER);
    case "deflate":
      return createInflate(DECODER);
    case "br":
      return createBrotliDecompress(DECODER);
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
