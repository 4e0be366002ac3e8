import { setImmediate } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { JobChunks } from "./job-chunks.ts";

/** Chunks that nobody holds back, and what became of them. */
function collecting(maxBytes = 1_000) {
  const handedOn: string[] = [];
  const logs: string[] = [];
  const options = {
    onChunk: async (json: string) => void handedOn.push(json),
    onLog: (text: string) => void logs.push(text),
  };
  const chunks = new JobChunks(options, maxBytes);
  const take = (text: string | Buffer) =>
    new Promise<"taken" | "refused">((resolve) => {
      const isTaken = chunks.take(Buffer.from(text), () => resolve("taken"));
      if (!isTaken) {
        resolve("refused");
      }
    });
  return { handedOn, logs, take };
}

describe("JobChunks", () => {
  it("hands on what is JSON, as it is", async () => {
    const { handedOn, take } = collecting();
    for (const json of ["1", '{"a": "é"}', " null "]) {
      expect(await take(json)).toBe("taken");
    }
    expect(handedOn).toEqual(["1", '{"a": "é"}', " null "]);
  });

  it.each([
    ["text that is no JSON", "{"],
    ["nothing", ""],
    ["bytes that are no text", Buffer.from([0x22, 0xff, 0x22])],
  ])("refuses %s", async (_, payload) => {
    const { handedOn, take } = collecting();
    expect(await take(payload)).toBe("refused");
    expect(handedOn).toEqual([]);
  });

  it("leaves out what is nested too deeply for a result", async () => {
    const { handedOn, take } = collecting(10_000);
    expect(await take("[".repeat(1_001) + "]".repeat(1_001))).toBe("taken");
    expect(await take("1")).toBe("taken");
    expect(handedOn).toEqual(["1"]);
  });

  it("refuses a chunk that comes before the one before was taken", async () => {
    const { promise: isStored, resolve: store } = Promise.withResolvers<void>();
    const chunks = new JobChunks({ onChunk: () => isStored, onLog: () => undefined }, 1_000);
    const taken: string[] = [];
    expect(chunks.take(Buffer.from("1"), () => taken.push("first"))).toBe(true);
    await setImmediate();
    expect(chunks.take(Buffer.from("2"), () => taken.push("second"))).toBe(false);
    expect(taken).toEqual([]);
    store();
    await setImmediate();
    expect(chunks.take(Buffer.from("3"), () => taken.push("third"))).toBe(true);
    await setImmediate();
    expect(taken).toEqual(["first", "third"]);
  });

  it("leaves out what is too much, says so once, and holds nothing back", async () => {
    const { handedOn, logs, take } = collecting(200);
    for (const json of ['"first"', '"second"', '"third"', '"fourth"']) {
      expect(await take(json)).toBe("taken");
    }
    expect(handedOn).toEqual(['"first"', '"second"']);
    expect(logs).toEqual([
      "\n[The stream was cut here: it is longer than 200 bytes; the result has all of it.]\n",
    ]);
  });
});
