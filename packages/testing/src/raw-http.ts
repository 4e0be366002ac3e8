// HTTP/1.1 as bytes, for requests that no client would send, and for seeing exactly what comes back.
import { connect } from "node:net";
import { headerOf, type RawAnswer, readAnswers } from "./raw-http/read-answers.ts";

export { headerOf, type RawAnswer };

export interface ExchangeOptions {
  /** Answers to wait for; 1 unless given. */
  readonly answers?: number;
  /** Whether the answers have no bodies, as those to HEAD. */
  readonly isHead?: boolean;
  /** Says that nothing more will be sent, this long after the last byte; never unless given. */
  readonly endAfterMs?: number;
  /** Hangs up after this long, milliseconds; 20,000 unless given. */
  readonly patienceMs?: number;
}

/** What came back on one connection. */
export interface Exchange {
  readonly answers: readonly RawAnswer[];
  /** Bytes after the last whole answer. */
  readonly rest: Buffer;
  /** Who ended it: the server, or this side because it had its answers or lost its patience. */
  readonly ended: "closed" | "answered" | "impatient";
}

const PATIENCE_MS = 20_000;

/** Sends bytes on a connection of their own and reads what the server answers. */
export async function exchange(
  url: string,
  bytes: Uint8Array | string,
  options: ExchangeOptions = {},
): Promise<Exchange> {
  const { hostname, port } = new URL(url);
  const { answers: wanted = 1, isHead = false, patienceMs = PATIENCE_MS } = options;
  // Half open: an answer may still come when the server ends first.
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  const chunks: Buffer[] = [];
  const { promise, resolve } = Promise.withResolvers<Exchange["ended"]>();
  const patience = setTimeout(() => resolve("impatient"), patienceMs);
  const read = (isClosed: boolean) => readAnswers(Buffer.concat(chunks), { isHead, isClosed });
  socket.on("data", (chunk) => {
    chunks.push(chunk);
    if (read(false).answers.length >= wanted) {
      resolve("answered");
    }
  });
  // A server that refuses a body may reset the connection while it is still being sent.
  socket.on("error", () => undefined);
  socket.on("end", () => resolve("closed"));
  socket.on("close", () => resolve("closed"));
  socket.write(bytes, () => {
    if (options.endAfterMs !== undefined) {
      setTimeout(() => socket.end(), options.endAfterMs);
    }
  });
  const ended = await promise;
  clearTimeout(patience);
  socket.destroy();
  return { ...read(ended === "closed"), ended };
}
