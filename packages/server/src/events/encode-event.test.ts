import { describe, expect, it } from "vitest";
import { encodeEvent } from "./encode-event.ts";

const JOB = "01890000-0000-7000-8000-00000000000a";
const place = { attempt: 1, sequence: 12 };

describe("encodeEvent", () => {
  it("X15 names each event and gives it an id", () => {
    expect(encodeEvent(JOB, { place, event: "log", data: '{"text":"a\\nb"}' })).toBe(
      `id: ${JOB}.1.12\nevent: log\ndata: {"text":"a\\nb"}\n\n`,
    );
  });

  it.each(["\n", "\r", "\r\n"])("keeps data with the line end %j one event", (end) => {
    const data = `{${end}"event": "done"${end}${end}}`;
    expect(encodeEvent(JOB, { place, event: "chunk", data })).toBe(
      `id: ${JOB}.1.12\nevent: chunk\ndata: {\ndata: "event": "done"\ndata: \ndata: }\n\n`,
    );
  });
});
