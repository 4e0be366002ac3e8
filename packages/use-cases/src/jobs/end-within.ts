import type { RequestContext } from "@getoperate/contract";
import type { Platform } from "../platform.ts";

export interface WaitingCaller {
  readonly platform: Pick<Platform, "stopping">;
  readonly ctx: Pick<RequestContext, "signal">;
}

/** Tells a listener of what is waited for, once it comes. */
export type Subscribe<End> = (listener: (end: End) => void) => void;

/**
 * What the listener is told; undefined after `waitMs`, when the caller hangs up, or when the server
 * stops. Without a time it waits as long as the caller does. Whoever waits leaves nothing behind: a
 * server that stops would wait for a timer.
 */
export function endWithin<End>(
  subscribe: Subscribe<End>,
  waitMs: number | undefined,
  { platform, ctx }: WaitingCaller,
): Promise<End | undefined> {
  const signals = [ctx.signal, platform.stopping];
  return new Promise((resolve) => {
    const settle = (end: End | undefined) => {
      clearTimeout(timer);
      for (const signal of signals) {
        signal.removeEventListener("abort", giveUp);
      }
      resolve(end);
    };
    const giveUp = () => settle(undefined);
    const timer = waitMs === undefined ? undefined : setTimeout(giveUp, waitMs);
    for (const signal of signals) {
      signal.addEventListener("abort", giveUp);
    }
    if (signals.some(({ aborted }) => aborted)) {
      giveUp();
    }
    subscribe(settle);
  });
}
