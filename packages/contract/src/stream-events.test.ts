import { describe, expect, it } from "vitest";
import { EventId, isAfter, readEventId, toEventId } from "./stream-events.ts";

const JOB = "01890000-0000-7000-8000-00000000000a";

describe("readEventId", () => {
  it("reads what toEventId wrote", () => {
    const id = toEventId(JOB, { attempt: 2, sequence: 13 });
    expect(EventId.parse(id)).toBe(id);
    expect(readEventId(id)).toEqual({ jobId: JOB, attempt: 2, sequence: 13 });
  });

  it("takes a job's id in capitals for the same", () => {
    expect(readEventId(`${JOB.toUpperCase()}.0.0`)?.jobId).toBe(JOB);
  });

  it.each(["", "1.2", JOB, `${JOB}.1`, `${JOB}.1.2.3`, `${JOB}.-1.2`, `${JOB}.1.9999999999`])(
    "says that %j is none",
    (id) => {
      expect(readEventId(id)).toBeUndefined();
      expect(EventId.safeParse(id).success).toBe(false);
    },
  );
});

describe("isAfter", () => {
  const place = { attempt: 2, sequence: 9 };

  it.each([
    [{ attempt: 2, sequence: 10 }, true],
    [{ attempt: 3, sequence: 0 }, true],
    [{ attempt: 2, sequence: 9 }, false],
    [{ attempt: 1, sequence: 10 }, false],
  ])("compares %o by attempt and by number", (other, isLater) => {
    expect(isAfter(other, place)).toBe(isLater);
  });
});
