import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeFrame, FrameReader } from "./frames.ts";

const BOUNDS = { headerBytes: 100, payloadBytes: 1000 };

interface Read {
  readonly frames: ReadonlyArray<{ readonly header: object; readonly payload: string }>;
  readonly garbage: readonly string[];
}

function read(chunks: readonly Buffer[], bounds = BOUNDS): Read {
  const frames: Array<{ header: object; payload: string }> = [];
  const garbage: string[] = [];
  const reader = new FrameReader(
    bounds,
    ({ header, payload }) => frames.push({ header, payload: payload.toString("utf8") }),
    (reason) => garbage.push(reason),
  );
  for (const chunk of chunks) {
    reader.push(chunk);
  }
  return { frames, garbage };
}

/** Cuts bytes at these places. */
function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort(
    (a, b) => a - b,
  );
  return sorted.map((end, index) => bytes.subarray(sorted[index - 1] ?? 0, end));
}

describe("encodeFrame", () => {
  it("writes a header line without a payload", () => {
    expect(encodeFrame({ type: "a" }).toString()).toBe('{"type":"a"}\n');
  });

  it("counts the payload in bytes, whatever the header says", () => {
    expect(encodeFrame({ bytes: 9 }, "é").toString()).toBe('{"bytes":2}\né');
  });

  it("takes no header from a prototype's toJSON", () => {
    const header = Object.create({ toJSON: () => "forged" });
    header.type = "a";
    expect(encodeFrame(header).toString()).toBe('{"type":"a"}\n');
  });
});

describe("FrameReader", () => {
  it("reads the same frames however the stream was cut", () => {
    const header = fc.dictionary(fc.constantFrom("type", "job", "é"), fc.string({ maxLength: 8 }));
    const payload = fc.option(fc.string({ unit: "grapheme", maxLength: 60 }), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(header, payload), { maxLength: 6 }),
        fc.array(fc.nat(), { maxLength: 12 }),
        (messages, places) => {
          const bytes = Buffer.concat(messages.map(([head, body]) => encodeFrame(head, body)));
          const expected = messages.map(([head, body]) => ({
            header: body === undefined ? { ...head } : { ...head, bytes: Buffer.byteLength(body) },
            payload: body ?? "",
          }));
          expect(read(cut(bytes, places), { headerBytes: 1000, payloadBytes: 1000 })).toEqual({
            frames: expected,
            garbage: [],
          });
        },
      ),
    );
  });

  it("survives any bytes, and after garbage takes nothing more", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (pieces) => {
        const chunks = pieces.map((piece) => Buffer.from(piece));
        const { garbage } = read([...chunks, Buffer.from("\ngarbage\n"), encodeFrame({})]);
        expect(garbage.length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("takes a header and a payload of just the longest length", () => {
    const header = { type: "x".repeat(76) };
    const bytes = encodeFrame(header, "y".repeat(1000));
    expect(bytes.indexOf("\n")).toBe(100);
    expect(read([bytes]).frames).toHaveLength(1);
  });

  it.each([
    ["a header is too long", `{"type":"${"x".repeat(91)}"}\n`],
    ["a header is too long", "x".repeat(101)],
    ["a payload is too long", '{"bytes":1001}\n'],
    ["a payload is too long", '{"bytes":-1}\n'],
    ["a header is not what it should be", '{"bytes":"1"}\n'],
    ["a header is not what it should be", '{"bytes":1.5}\n'],
    ["a header is not what it should be", "\n"],
    ["a header is not what it should be", "[]\n"],
    ["a header is not what it should be", "null\n"],
    ["a header is not what it should be", "{\n"],
  ])("stops because %s: %s", (reason, text) => {
    const { frames, garbage } = read([Buffer.from(text), encodeFrame({ type: "later" })]);
    expect(garbage).toEqual([reason]);
    expect(frames).toEqual([]);
  });

  it("counts the pieces of a header that never ends", () => {
    const pieces = Array.from({ length: 11 }, () => Buffer.from("x".repeat(10)));
    expect(read(pieces.slice(1)).garbage).toEqual([]);
    expect(read(pieces).garbage).toEqual(["a header is too long"]);
  });

  it("takes nothing of a chunk after it was stopped", () => {
    const headers: object[] = [];
    const onFrame = ({ header }: { readonly header: object }) => {
      headers.push(header);
      reader.stop();
    };
    const reader = new FrameReader(BOUNDS, onFrame, () => undefined);
    reader.push(Buffer.concat([encodeFrame({ type: "a" }), encodeFrame({ type: "b" })]));
    expect(headers).toEqual([{ type: "a" }]);
  });
});
