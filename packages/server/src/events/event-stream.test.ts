import type { StreamedEvent } from "@getoperate/use-cases";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { encodeComment, encodeEvent } from "./encode-event.ts";
import { eventStream } from "./event-stream.ts";

const COMMENT_MS = 15_000;
const jobId = "01890000-0000-7000-8000-00000000000a";

function chunk(sequence: number): StreamedEvent {
  return { place: { attempt: 1, sequence }, event: "chunk", data: String(sequence) };
}

const DONE: StreamedEvent = { place: { attempt: 1, sequence: 9 }, event: "done", data: "{}" };

/** Reads a stream as text, one piece after the other. */
function reading(events: AsyncGenerator<StreamedEvent>, onFault = (_: unknown) => undefined) {
  const reader = eventStream({ jobId, events, onFault }).getReader();
  return {
    async next(): Promise<string | undefined> {
      const { value } = await reader.read();
      return value === undefined ? undefined : Buffer.from(value).toString();
    },
    cancel: () => reader.cancel(),
  };
}

describe("eventStream", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    return () => vi.useRealTimers();
  });

  it("says when to come back, then sends each event, and ends with the last", async () => {
    const { next } = reading(
      (async function* () {
        yield chunk(1);
        yield DONE;
      })(),
    );
    expect(await next()).toBe("retry: 1000\n\n");
    expect(await next()).toBe(encodeEvent(jobId, chunk(1)));
    expect(await next()).toBe(encodeEvent(jobId, DONE));
    expect(await next()).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("X15 sends a comment every 15 s while nothing comes", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { next } = reading(
      (async function* () {
        await promise;
        yield chunk(1);
      })(),
    );
    await next();
    for (let turn = 0; turn < 3; turn += 1) {
      const comment = next();
      await vi.advanceTimersByTimeAsync(COMMENT_MS);
      expect(await comment).toBe(encodeComment("still here"));
    }
    resolve();
    expect(await next()).toBe(encodeEvent(jobId, chunk(1)));
  });

  it("collects nothing while nobody reads", async () => {
    let asked = 0;
    const { next } = reading(
      (async function* () {
        for (;;) {
          asked += 1;
          yield chunk(asked);
        }
      })(),
    );
    await vi.advanceTimersByTimeAsync(10 * COMMENT_MS);
    expect([asked, vi.getTimerCount()]).toEqual([0, 0]);
    await next();
    await vi.advanceTimersByTimeAsync(10 * COMMENT_MS);
    expect(asked).toBe(1);
    expect(await next()).toBe(encodeEvent(jobId, chunk(1)));
  });

  it("leaves no timer and no open source behind when it is canceled", async () => {
    let isClosed = false;
    const { next, cancel } = reading(
      (async function* () {
        try {
          yield chunk(1);
          yield chunk(2);
        } finally {
          isClosed = true;
        }
      })(),
    );
    await next();
    await next();
    expect(vi.getTimerCount()).toBe(1);
    await cancel();
    expect(isClosed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("can be canceled while it waits for an event", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const { next, cancel } = reading(
      (async function* () {
        await promise;
        yield chunk(1);
      })(),
    );
    await next();
    const waiting = next();
    const canceled = cancel();
    expect(vi.getTimerCount()).toBe(0);
    resolve();
    await canceled;
    expect(await waiting).toBeUndefined();
  });

  it("asks a reader to come again when the events end before the job", async () => {
    const { next } = reading(
      (async function* () {
        yield chunk(1);
      })(),
    );
    await next();
    await next();
    expect(await next()).toBe(encodeComment("there is more; come again"));
    expect(await next()).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("ends in the same way after a fault, and tells it", async () => {
    const faults: unknown[] = [];
    const fault = new Error("broken");
    const { next } = reading(
      // biome-ignore lint/correctness/useYield: it fails before there is anything.
      (async function* () {
        throw fault;
      })(),
      (error) => void faults.push(error),
    );
    await next();
    expect(await next()).toBe(encodeComment("there is more; come again"));
    expect(await next()).toBeUndefined();
    expect(faults).toEqual([fault]);
  });
});
