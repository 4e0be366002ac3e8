// Bodies that are sent for as long as the other side takes them, without a copy of them anywhere.
import { connect, type Socket } from "node:net";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createGzip } from "node:zlib";
import { readAnswers } from "./raw-http/read-answers.ts";

/** How a body says what it is; all are white space, which is harmless JSON. */
export type LargeBodyKind =
  /** Content-Length says the truth. */
  | "sized"
  /** In chunks, without a length. */
  | "chunked"
  /** Content-Length says half of it. */
  | "understated"
  /** In chunks, which are small until they are decompressed. */
  | "gzip";

export const LARGE_BODY_KINDS: readonly LargeBodyKind[] = [
  "sized",
  "chunked",
  "understated",
  "gzip",
];

export interface LargeBody {
  readonly url: string;
  /** Below the root, with everything that the request needs in its query. */
  readonly path: string;
  readonly token: string;
  readonly kind: LargeBodyKind;
  /** Of the body, decompressed. */
  readonly bytes: number;
}

export interface LargeBodyAnswer {
  /** 0: none came. */
  readonly status: number;
  /** Whether the server closed the connection, by itself and in good time. */
  readonly isClosed: boolean;
  readonly sentBytes: number;
}

const PIECE_BYTES = 64 * 1024;
const PIECE = Buffer.alloc(PIECE_BYTES, " ");
const PATIENCE_MS = 60_000;

/** Sends a body until an answer comes, then stops and waits for the server to hang up. */
export async function sendLargeBody(body: LargeBody): Promise<LargeBodyAnswer> {
  const { hostname, port } = new URL(body.url);
  const socket = connect({ host: hostname, port: Number(port) });
  const received: Buffer[] = [];
  const answer = () =>
    readAnswers(Buffer.concat(received), { isHead: false, isClosed: false }).answers[0];
  socket.on("data", (chunk) => received.push(chunk));
  // A server that has had enough may reset the connection.
  socket.on("error", () => undefined);
  const closed = new Promise<true>((resolve) => socket.on("close", () => resolve(true)));
  let sentBytes = 0;
  socket.write(headOf(body));
  for await (const piece of piecesOf(body)) {
    if (socket.destroyed || answer() !== undefined) {
      break;
    }
    await write(socket, piece);
    sentBytes += piece.length;
    // A socket that takes all at once would keep this process from reading any answer.
    await nextTurn();
  }
  const isClosed = await Promise.race([
    closed,
    new Promise<false>((resolve) => setTimeout(resolve, PATIENCE_MS, false).unref()),
  ]);
  socket.destroy();
  return { status: answer()?.status ?? 0, isClosed, sentBytes };
}

function headOf({ url, path, token, kind, bytes }: LargeBody): string {
  const lengths: Readonly<Record<LargeBodyKind, string>> = {
    sized: `Content-Length: ${bytes}`,
    understated: `Content-Length: ${Math.floor(bytes / 2)}`,
    chunked: "Transfer-Encoding: chunked",
    gzip: "Transfer-Encoding: chunked\r\nContent-Encoding: gzip",
  };
  const lines = [
    `POST ${path} HTTP/1.1`,
    `Host: ${new URL(url).host}`,
    `Authorization: Bearer ${token}`,
    "Content-Type: application/json",
    lengths[kind],
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

async function* piecesOf({ kind, bytes }: LargeBody): AsyncGenerator<Buffer> {
  switch (kind) {
    case "sized":
    case "understated":
      yield* plainPieces(bytes);
      return;
    case "chunked":
      yield* chunked(plainPieces(bytes));
      return;
    case "gzip":
      yield* chunked([await bombOf(bytes)]);
  }
}

function* plainPieces(bytes: number): Generator<Buffer> {
  for (let left = bytes; left > 0; left -= PIECE_BYTES) {
    yield left >= PIECE_BYTES ? PIECE : PIECE.subarray(0, left);
  }
}

function* chunked(pieces: Iterable<Buffer>): Generator<Buffer> {
  for (const piece of pieces) {
    yield Buffer.concat([
      Buffer.from(`${piece.length.toString(16)}\r\n`),
      piece,
      Buffer.from("\r\n"),
    ]);
  }
  yield Buffer.from("0\r\n\r\n");
}

const bombs = new Map<number, Promise<Buffer>>();

/** A thousandth of its size, and made once for all that send it. */
function bombOf(bytes: number): Promise<Buffer> {
  const made = bombs.get(bytes) ?? buffer(Readable.from(plainPieces(bytes)).pipe(createGzip()));
  bombs.set(bytes, made);
  return made;
}

async function write(socket: Socket, piece: Buffer): Promise<void> {
  if (!socket.write(piece)) {
    await new Promise<void>((resolve) => {
      const done = () => {
        socket.off("drain", done).off("close", done);
        resolve();
      };
      socket.on("drain", done).on("close", done);
    });
  }
}
