import type { RequestContext } from "@getoperate/contract";
import type { Platform } from "../platform.ts";

/** Ends a job whose caller hung up and whose script asked for that. */
export async function cancelForHangUp(platform: Platform, id: string): Promise<void> {
  await platform.engine.cancel({ id, by: "caller", reason: "the caller hung up" });
}

/** The same, for a caller who may hang up any time from now on; nobody is told how it went. */
export function cancelOnHangUp(platform: Platform, ctx: RequestContext, id: string): void {
  const cancel = () => {
    cancelForHangUp(platform, id).catch((error: unknown) => {
      platform.log.warn({ err: error, job: id }, "A job whose caller hung up was not canceled.");
    });
  };
  if (ctx.signal.aborted) {
    cancel();
  } else {
    ctx.signal.addEventListener("abort", cancel, { once: true });
  }
}
