import {
  type EventPlace,
  type FinalJobStatus,
  isAfter,
  type JsonText,
  type RequestContext,
} from "@getoperate/contract";
import { type PreparedStatement, reading } from "@getoperate/db";
import type { Platform } from "../platform.ts";
import { endWithin, type Subscribe } from "./end-within.ts";
import { type EndPlaces, endPlaces, eventsAfter, type StreamedEvent } from "./events-after.ts";
import { wholeValue } from "./whole-value.ts";

export interface StreamParts {
  readonly platform: Pick<Platform, "db" | "engine" | "stopping">;
  readonly ctx: Pick<RequestContext, "signal">;
  readonly jobId: string;
  /** Throws once the caller may read no more. */
  readonly checkCaller: () => Promise<unknown>;
}

/** A token that was revoked meanwhile gets nothing new after this time, milliseconds. */
const CHECK_MS = 1_000;

/**
 * All events of a job after a place, as they come, up to `done`. It ends early, without `done`, when
 * the caller hangs up or the server stops; whoever wants the rest asks for it after the last place.
 * Throws what `checkCaller` does.
 */
export async function* streamEvents(
  parts: StreamParts,
  after: EventPlace,
): AsyncGenerator<StreamedEvent> {
  const { platform, ctx, jobId, checkCaller } = parts;
  using watcher = platform.engine.watch(jobId);
  let place = after;
  let checkedAtMs = performance.now();
  for (;;) {
    const page = await reading(() => platform.engine.readOutput(jobId, place));
    for (const event of eventsAfter(place, page)) {
      yield event;
      place = event.place;
    }
    const places = endPlaces(page);
    if (places !== undefined) {
      yield* eventsOfEnd(parts, places, place);
      return;
    }
    if (!page.hasMore) {
      const news: Subscribe<"news"> = (listener) => {
        void watcher.news(place).then(() => listener("news"));
      };
      if ((await endWithin(news, undefined, { platform, ctx })) === undefined) {
        return;
      }
    }
    if (performance.now() - checkedAtMs > CHECK_MS) {
      await checkCaller();
      checkedAtMs = performance.now();
    }
  }
}

const END: PreparedStatement = {
  name: "job-end",
  text: "select status, result from job_results where id = $1",
};

interface End {
  readonly status: FinalJobStatus;
  readonly result: JsonText | null;
}

async function* eventsOfEnd(
  { platform, jobId }: StreamParts,
  places: EndPlaces,
  after: EventPlace,
): AsyncGenerator<StreamedEvent> {
  if (isAfter(places.result, after)) {
    const [end] = await reading(() => platform.db.run<End>(END, [jobId]));
    if (end !== undefined) {
      const standing = JSON.stringify({ id: jobId, status: end.status });
      const result = await wholeValue(platform, { jobId, kind: "result", stored: end.result });
      const data = `${standing.slice(0, -1)},"result":${result}}`;
      yield { place: places.result, event: "result", data };
    }
  }
  if (isAfter(places.done, after)) {
    yield { place: places.done, event: "done", data: "{}" };
  }
}
