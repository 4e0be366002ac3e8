import { describe, expect, it } from "vitest";
import { EventParser } from "./event-parser.ts";

const TEXT = `retry: 1000

: a comment

id: 1
event: chunk
data: {"a":
data: "é"}

data:no space
data:  two spaces
data

event: done
id: 2
data: {}

id: 3
`;

const EVENTS = [
  { id: "1", event: "chunk", data: '{"a":\n"é"}' },
  { id: "1", event: "message", data: "no space\n two spaces\n" },
  { id: "2", event: "done", data: "{}" },
];

describe("EventParser", () => {
  it.each(["\n", "\r\n", "\r"])(
    "reads events whose lines end in %j, however they are cut",
    (end) => {
      const text = `${TEXT.replaceAll("\n", end)}x`;
      for (let at = 0; at <= text.length; at += 1) {
        const parser = new EventParser();
        const events = [...parser.push(text.slice(0, at)), ...parser.push(text.slice(at))];
        expect(events).toEqual(EVENTS);
      }
    },
  );

  it("reads events that come letter by letter", () => {
    const parser = new EventParser();
    expect([...TEXT].flatMap((letter) => parser.push(letter))).toEqual(EVENTS);
  });
});
