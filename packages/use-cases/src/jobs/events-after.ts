import {
  type EventPlace,
  isAfter,
  type JobEvent,
  type JobStatus,
  type JsonText,
} from "@getoperate/contract";
import type { OutputPage } from "@getoperate/engine";

/** An event of a job's stream, its data as text. */
export interface StreamedEvent {
  readonly place: EventPlace;
  readonly event: JobEvent["event"];
  readonly data: JsonText;
}

/** Before every event. */
export const START: EventPlace = { attempt: 0, sequence: -1 };

/**
 * The events of what a job put out after a place, in order, without those of its end.
 *
 * An attempt's start is an event too. It is nowhere stored: that the job waited, and that each of its
 * attempts began, follows from how often it was started, so it is the same whenever it is asked for.
 */
export function eventsAfter(after: EventPlace, page: OutputPage): StreamedEvent[] {
  const { pieces, hasMore, begun } = page;
  // Beyond a page's last piece others of its attempt may come before the next attempt's start.
  const lastAttempt = hasMore ? (pieces.at(-1)?.attempt ?? after.attempt) : begun;
  const attempts = Array.from(
    { length: Math.max(0, lastAttempt - after.attempt + 1) },
    (_, index) => after.attempt + index,
  );
  return [...attempts.map(toStart), ...pieces.map(toEvent)]
    .filter(({ place }) => isAfter(place, after))
    .sort((one, other) => (isAfter(one.place, other.place) ? 1 : -1));
}

function toStart(attempt: number): StreamedEvent {
  const status: JobStatus = attempt === 0 ? "queued" : "running";
  return {
    place: { attempt, sequence: 0 },
    event: "status",
    data: JSON.stringify({ status, attempt }),
  };
}

function toEvent({ attempt, sequence, kind, content }: OutputPage["pieces"][number]) {
  return {
    place: { attempt, sequence },
    event: kind,
    data: kind === "chunk" ? content : JSON.stringify({ text: content }),
  };
}

/** Where the events of a job's end stand: behind all that its last attempt put out. */
export interface EndPlaces {
  readonly result: EventPlace;
  readonly done: EventPlace;
}

/** Undefined: the job has not ended, or more of its output comes first. */
export function endPlaces({ begun, end, hasMore }: OutputPage): EndPlaces | undefined {
  if (end === undefined || hasMore) {
    return undefined;
  }
  return {
    result: { attempt: begun, sequence: end.lastSequence + 1 },
    done: { attempt: begun, sequence: end.lastSequence + 2 },
  };
}
