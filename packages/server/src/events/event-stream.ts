import type { StreamedEvent } from "@getoperate/use-cases";
import { encodeComment, encodeEvent, encodeRetry } from "./encode-event.ts";

/** Time between two comments, which keep proxies from closing a silent connection, milliseconds. */
const COMMENT_MS = 15_000;
/** When a reader comes back after a lost connection, milliseconds. */
const RETRY_MS = 1_000;

export interface EventStreamOptions {
  readonly jobId: string;
  readonly events: AsyncGenerator<StreamedEvent>;
  /** Told why the events ended, if that was no end of theirs. */
  readonly onFault: (error: unknown) => void;
}

/**
 * The body of an answer of events. It asks for one event after the other, as fast as it is read, and
 * leaves nothing behind when it is not read to its end.
 */
export function eventStream(options: EventStreamOptions): ReadableStream<Uint8Array> {
  const { jobId, events } = options;
  let comments: NodeJS.Timeout | undefined;
  let isDone = false;
  let isCanceled = false;
  return new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from(encodeRetry(RETRY_MS)));
    },
    async pull(controller) {
      // Not before somebody reads: an answer to HEAD is never read, nor canceled.
      comments ??= setInterval(() => {
        // What is not read yet says as well that the connection is needed.
        if ((controller.desiredSize ?? 0) > 0) {
          controller.enqueue(Buffer.from(encodeComment("still here")));
        }
      }, COMMENT_MS);
      const event = await nextEvent(options);
      if (isCanceled) {
        return;
      }
      if (event !== undefined) {
        isDone = event.event === "done";
        controller.enqueue(Buffer.from(encodeEvent(jobId, event)));
        return;
      }
      clearInterval(comments);
      if (!isDone) {
        controller.enqueue(Buffer.from(encodeComment("there is more; come again")));
      }
      controller.close();
    },
    async cancel() {
      isCanceled = true;
      clearInterval(comments);
      await events.return(undefined);
    },
  });
}

/** Undefined: there are no more, for whatever reason. */
async function nextEvent({
  events,
  onFault,
}: EventStreamOptions): Promise<StreamedEvent | undefined> {
  try {
    const { value, done } = await events.next();
    return done === true ? undefined : value;
  } catch (error) {
    onFault(error);
    return undefined;
  }
}
