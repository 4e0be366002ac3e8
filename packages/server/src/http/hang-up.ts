import type { ServerResponse } from "node:http";
import { OneTimeSignal } from "@getoperate/use-cases";

/** Gives the signal when the caller's connection closes before the whole answer was sent. */
export function hangUpOf(outgoing: ServerResponse): OneTimeSignal {
  const hangUp = new OneTimeSignal();
  watch(outgoing, hangUp);
  return hangUp;
}

/**
 * Watches alone from now on: the listener's own watch holds the request as the routes saw it, and
 * does nothing for a request that was read whole.
 */
export function watchAlone(outgoing: ServerResponse, hangUp: OneTimeSignal): void {
  outgoing.removeAllListeners("close");
  watch(outgoing, hangUp);
}

function watch(outgoing: ServerResponse, hangUp: OneTimeSignal): void {
  outgoing.once("close", () => {
    if (!outgoing.writableFinished) {
      hangUp.abort();
    }
  });
}
