import { PassThrough } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { JobLog } from "./job-log.ts";
import { OutputReader } from "./output-reader.ts";

const PIECE = "x".repeat(1024);

function start(maxBytes = 1_000_000) {
  const stream = new PassThrough();
  const reader = new OutputReader(stream);
  const texts: string[] = [];
  const log = new JobLog((text) => texts.push(text), maxBytes);
  return { stream, reader, log, text: () => texts.join("") };
}

/** Writes one piece a turn, and says how many were read meanwhile. */
async function readOf(stream: PassThrough, turns: number): Promise<number> {
  let read = 0;
  const count = () => {
    read += 1;
  };
  stream.on("data", count);
  for (let turn = 0; turn < turns; turn += 1) {
    stream.write(PIECE);
    await nextTurn();
  }
  stream.off("data", count);
  return read;
}

describe("OutputReader", () => {
  it("gives to a log what comes while it is attached", async () => {
    const { stream, reader, log, text } = start();
    stream.write("before");
    await nextTurn();
    reader.attach(log);
    await vi.waitFor(() => {
      stream.write("!");
      expect(text()).toContain("!");
    });
    reader.detach();
    const during = text();
    stream.write("after");
    await nextTurn();
    expect(during).toMatch(/^!+$/);
    expect(text()).toBe(during);
  });

  it("reads all that comes for a log", async () => {
    const { stream, reader, log, text } = start();
    reader.attach(log);
    expect(await readOf(stream, 100)).toBe(100);
    expect(text()).toHaveLength(100 * 1024);
  });

  it.each([
    ["nobody wants", 1_000_000, false],
    ["a log takes no more of", 10, true],
  ])("reads slowly what %s", async (_, maxBytes, isAttached) => {
    const { stream, reader, log } = start(maxBytes);
    if (isAttached) {
      reader.attach(log);
    }
    expect(await readOf(stream, 100)).toBeLessThan(50);
    // It goes on, so that the writer is not held up for ever.
    await vi.waitFor(() => expect(stream.readableLength).toBe(0), { timeout: 5_000 });
  });

  it("remembers the end of the output", async () => {
    const { stream, reader, log } = start();
    reader.attach(log);
    stream.write("x".repeat(10_000));
    stream.write(" the end\n");
    await nextTurn();
    expect(reader.tail).toHaveLength(4095);
    expect(reader.tail).toMatch(/x the end$/);
  });
});
