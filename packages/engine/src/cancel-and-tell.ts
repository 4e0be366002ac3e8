import {
  type CancelOutcome,
  type CancelRequest,
  canceledResult,
  cancelJob,
} from "./queue/cancel.ts";
import type { ToldOfChanges } from "./recover-and-tell.ts";

/** Cancels a job and tells who waits for it, runs it, or may have its permit. */
export async function cancelAndTell(
  { db, news, limited }: ToldOfChanges,
  request: CancelRequest,
): Promise<CancelOutcome> {
  const { outcome, freed } = await cancelJob(db, request);
  limited.ask(freed);
  if (outcome === "canceled") {
    news.ended(request.id, { status: "canceled", result: canceledResult(request) });
  } else if (outcome === "asked") {
    news.cancel(request.id);
  }
  return outcome;
}
