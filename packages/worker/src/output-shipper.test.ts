import type { JobSource, Log, OutputPiece } from "@getoperate/contract";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { OutputShipper, type OutputSink } from "./output-shipper.ts";

const JOB = "01890000-0000-7000-8000-00000000000a";
const OTHER = "01890000-0000-7000-8000-00000000000b";

const warnings: string[] = [];
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (_, message) => void warnings.push(message),
  error: () => undefined,
};

function written({ id, attempt, sequence, kind, content }: OutputPiece): string {
  return `${id === JOB ? "job" : "other"} ${attempt}.${sequence} ${kind} ${content}`;
}

describe("OutputShipper", () => {
  /** What was stored, one list a shipment. */
  let shipments: string[][];
  /** Resolves the shipments that are on their way; undefined: they arrive at once. */
  let arrive: PromiseWithResolvers<void> | undefined;
  let shipper: OutputShipper;
  let sink: OutputSink;
  beforeEach(() => {
    vi.useFakeTimers();
    shipments = [];
    warnings.length = 0;
    arrive = undefined;
    const source: Pick<JobSource, "appendOutput"> = {
      appendOutput(pieces) {
        shipments.push(pieces.map(written));
        return arrive?.promise ?? Promise.resolve();
      },
    };
    shipper = new OutputShipper(source, log);
    sink = shipper.begin(JOB, 1);
    return () => vi.useRealTimers();
  });
  const shippedWithin = async (ms: number) => {
    const before = shipments.length;
    await vi.advanceTimersByTimeAsync(ms);
    return shipments.slice(before);
  };

  it("stores the first of a log soon, and what follows twice a second", async () => {
    sink.writeLog("a");
    sink.writeLog("b");
    expect(await shippedWithin(49)).toEqual([]);
    expect(await shippedWithin(2)).toEqual([["job 1.1 log ab"]]);
    sink.writeLog("c");
    expect(await shippedWithin(499)).toEqual([]);
    expect(await shippedWithin(2)).toEqual([["job 1.2 log c"]]);
  });

  it("leaves a short log to the job's end", async () => {
    sink.writeLog("a");
    expect(await sink.end()).toEqual({ logs: "a", logSequence: 1 });
    expect(await shippedWithin(10_000)).toEqual([]);
  });

  it("X15 stores chunks within 50 ms, those that come together at once, with the log between", async () => {
    await sink.writeChunk("1");
    sink.writeLog("a");
    await sink.writeChunk("2");
    expect(await shippedWithin(6)).toEqual([
      ["job 1.1 chunk 1", "job 1.2 log a", "job 1.3 chunk 2"],
    ]);
    await sink.writeChunk("3");
    await sink.writeChunk("4");
    expect(await shippedWithin(51)).toEqual([["job 1.4 chunk 3", "job 1.5 chunk 4"]]);
  });

  it("stores what of several jobs is due, and nothing earlier", async () => {
    const other = shipper.begin(OTHER, 3);
    other.writeLog("x");
    await sink.writeChunk("1");
    expect(await shippedWithin(10)).toEqual([["job 1.1 chunk 1"]]);
    expect(await shippedWithin(50)).toEqual([["other 3.1 log x"]]);
  });

  it("has one shipment on its way at a time", async () => {
    arrive = Promise.withResolvers();
    await sink.writeChunk("1");
    await shippedWithin(6);
    await sink.writeChunk("2");
    expect(await shippedWithin(10_000)).toEqual([]);
    arrive.resolve();
    expect(await shippedWithin(1)).toEqual([["job 1.2 chunk 2"]]);
  });

  it("holds back a script whose chunks wait to be stored", async () => {
    arrive = Promise.withResolvers();
    const chunk = JSON.stringify("x".repeat(100 * 1024));
    await sink.writeChunk(chunk);
    await sink.writeChunk(chunk);
    let isHeld = true;
    const third = sink.writeChunk(chunk).then(() => {
      isHeld = false;
    });
    await shippedWithin(10_000);
    expect([isHeld, shipments.length]).toEqual([true, 1]);
    arrive.resolve();
    await third;
    expect(shipments.length).toBe(1);
  });

  it("ends when what was streamed is stored", async () => {
    arrive = Promise.withResolvers();
    await sink.writeChunk("1");
    await shippedWithin(6);
    sink.writeLog("a");
    await sink.writeChunk("2");
    sink.writeLog("b");
    let isEnded = false;
    const end = sink.end().then((last) => {
      isEnded = true;
      return last;
    });
    await shippedWithin(100);
    expect([isEnded, shipments]).toEqual([false, [["job 1.1 chunk 1"]]]);
    arrive.resolve();
    expect(await end).toEqual({ logs: "", logSequence: 5 });
    expect(shipments[1]).toEqual(["job 1.2 log a", "job 1.3 chunk 2", "job 1.4 log b"]);
  });

  it("ends when the last shipment is stored, even if nothing waits behind it", async () => {
    arrive = Promise.withResolvers();
    await sink.writeChunk("1");
    await shippedWithin(6);
    let isEnded = false;
    const end = sink.end().then(() => {
      isEnded = true;
    });
    await shippedWithin(100);
    expect(isEnded).toBe(false);
    arrive.resolve();
    await end;
  });

  it("goes on after a shipment that could not be stored, and tells it", async () => {
    arrive = Promise.withResolvers();
    await sink.writeChunk("1");
    await shippedWithin(6);
    arrive.reject(new Error("The database is away."));
    await shippedWithin(1);
    expect(warnings).toEqual(["Output of jobs could not be stored."]);
    arrive = undefined;
    await sink.writeChunk("2");
    expect(await shippedWithin(51)).toEqual([["job 1.2 chunk 2"]]);
    expect(await sink.end()).toEqual({ logs: "", logSequence: 3 });
  });

  it("leaves no timer behind", async () => {
    sink.writeLog("a");
    await sink.end();
    shipper[Symbol.dispose]();
    expect(vi.getTimerCount()).toBe(0);
  });
});
