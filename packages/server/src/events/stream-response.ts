import { asOperateError, JOB_ID_HEADER } from "@getoperate/contract";
import type { JobStream } from "@getoperate/use-cases";
import type { HttpContext } from "../http/env.ts";
import type { ServerParts } from "../options.ts";
import { eventStream } from "./event-stream.ts";

/**
 * Answers with the events of a job as they come; with 204, by which a browser knows not to come
 * again, if the caller has seen the last one.
 */
export function streamResponse(
  { log }: ServerParts,
  context: HttpContext,
  { id, events }: JobStream,
): Response {
  const headers = { [JOB_ID_HEADER]: id, "Cache-Control": "no-store" };
  if (events === undefined) {
    return new Response(null, { status: 204, headers });
  }
  const onFault = (error: unknown) => {
    const failure = asOperateError(error);
    if (failure.code === "internal") {
      const requestId = context.get("requestId");
      log.error({ err: failure.cause, requestId, job: id }, "A stream of events met a bug.");
    }
  };
  return new Response(eventStream({ jobId: id, events, onFault }), {
    headers: { ...headers, "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" },
  });
}

/** The event that the caller saw last; an empty header says that there was none. */
export function lastEventIdOf(given: string | undefined): string | undefined {
  return given === "" ? undefined : given;
}
