import type { OutputPage } from "@getoperate/engine";
import { describe, expect, it } from "vitest";
import { endPlaces, eventsAfter, START, type StreamedEvent } from "./events-after.ts";

const log = (attempt: number, sequence: number, content: string) => ({
  ...{ attempt, sequence, content },
  kind: "log" as const,
});
const chunk = (attempt: number, sequence: number, content: string) => ({
  ...{ attempt, sequence, content },
  kind: "chunk" as const,
});

function pageOf(changes: Partial<OutputPage>): OutputPage {
  return { pieces: [], hasMore: false, begun: 0, end: undefined, ...changes };
}

function written({ place, event, data }: StreamedEvent): string {
  return `${place.attempt}.${place.sequence} ${event} ${data}`;
}

describe("eventsAfter", () => {
  it("says that a job waits", () => {
    expect(eventsAfter(START, pageOf({})).map(written)).toEqual([
      '0.0 status {"status":"queued","attempt":0}',
    ]);
  });

  it("puts what an attempt put out behind its start", () => {
    const page = pageOf({ begun: 1, pieces: [log(1, 1, "a\n"), chunk(1, 2, '{"b": 1}')] });
    expect(eventsAfter(START, page).map(written)).toEqual([
      '0.0 status {"status":"queued","attempt":0}',
      '1.0 status {"status":"running","attempt":1}',
      '1.1 log {"text":"a\\n"}',
      '1.2 chunk {"b": 1}',
    ]);
  });

  it("says that a new attempt began where one was lost, whether it put something out or not", () => {
    const pieces = [log(1, 1, "lost"), log(3, 1, "again")];
    const events = eventsAfter({ attempt: 1, sequence: 0 }, pageOf({ begun: 4, pieces }));
    expect(events.map(written)).toEqual([
      '1.1 log {"text":"lost"}',
      '2.0 status {"status":"running","attempt":2}',
      '3.0 status {"status":"running","attempt":3}',
      '3.1 log {"text":"again"}',
      '4.0 status {"status":"running","attempt":4}',
    ]);
  });

  it("leaves the start of the next attempt to the page that has the rest of this one", () => {
    const page = pageOf({ begun: 2, pieces: [log(1, 1, "a")], hasMore: true });
    const events = eventsAfter({ attempt: 1, sequence: 0 }, page);
    expect(events.map(written)).toEqual(['1.1 log {"text":"a"}']);
  });

  it("has nothing after a place that is the last, or none of the job's", () => {
    const page = pageOf({ begun: 1 });
    expect(eventsAfter({ attempt: 1, sequence: 0 }, page)).toEqual([]);
    expect(eventsAfter({ attempt: 999_999_999, sequence: 0 }, page)).toEqual([]);
  });
});

describe("endPlaces", () => {
  it("puts a job's end behind all that its last attempt put out", () => {
    const end = { status: "success", lastSequence: 7 } as const;
    expect(endPlaces(pageOf({ begun: 2, end }))).toEqual({
      result: { attempt: 2, sequence: 8 },
      done: { attempt: 2, sequence: 9 },
    });
  });

  it("has no place for it while the job goes on, or more of it is to be read", () => {
    const end = { status: "failure", lastSequence: 0 } as const;
    expect(endPlaces(pageOf({ begun: 1 }))).toBeUndefined();
    expect(endPlaces(pageOf({ begun: 1, end, hasMore: true }))).toBeUndefined();
  });
});
