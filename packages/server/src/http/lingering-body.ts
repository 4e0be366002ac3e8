import type { IncomingMessage } from "node:http";
import { freeAtOnce } from "./free-at-once.ts";

/** Longest time that the rest of a refused body is thrown away for, milliseconds. */
const LINGER_MS = 2_000;

/**
 * An answer's body that is sent at once and ends when the sender is done, is gone, or had its time. A
 * socket that closes with bytes unread is reset, and the reset may overtake the answer.
 */
export function lingeringBody(text: string, incoming: IncomingMessage): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async start(controller) {
      controller.enqueue(Buffer.from(text));
      await discardRest(incoming);
      controller.close();
    },
  });
}

function discardRest(incoming: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, LINGER_MS);
    incoming.once("close", () => {
      clearTimeout(late);
      resolve();
    });
    incoming.on("data", freeAtOnce).resume();
  });
}
