import type { RequestContext } from "@getoperate/contract";
import type { Platform } from "../platform.ts";

/** Ends a job if its caller hangs up any time from now on; nobody is told how it went. */
export function cancelOnHangUp(platform: Platform, ctx: RequestContext, id: string): void {
  const cancel = () => {
    const hangUp = { id, by: "caller", reason: "the caller hung up" };
    platform.engine.cancel(hangUp).catch((error: unknown) => {
      platform.log.warn({ err: error, job: id }, "A job whose caller hung up was not canceled.");
    });
  };
  if (ctx.signal.aborted) {
    cancel();
  } else {
    ctx.signal.addEventListener("abort", cancel, { once: true });
  }
}
