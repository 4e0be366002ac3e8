import type { Completion, OutputPiece } from "@getoperate/contract";
import { describe, expect, it } from "vitest";
import { completionBatches, pieceBatches } from "./batches.ts";

const MIB = 1024 * 1024;

function completion(id: string, change: Partial<Completion> = {}): Completion {
  const end = { status: "success", result: "1", durationMs: 1 } as const;
  return { id, attempt: 1, logs: "", logSequence: 1, ...end, ...change };
}

function piece(sequence: number, content: string, kind: OutputPiece["kind"]): OutputPiece {
  return { id: "job", attempt: 1, sequence, kind, content };
}

describe("completionBatches", () => {
  it("sends nothing for nothing, and few together", () => {
    expect(completionBatches([], MIB)).toEqual([]);
    const two = [completion("a"), completion("b")];
    expect(completionBatches(two, MIB)).toEqual([two]);
  });

  it("cuts by number and by size, and keeps the order", () => {
    const many = Array.from({ length: 101 }, (_, index) => completion(String(index)));
    expect(completionBatches(many, MIB).map(({ length }) => length)).toEqual([100, 1]);
    const large = ["a", "b", "c"].map((id) =>
      completion(id, { result: JSON.stringify("x".repeat(1.5 * MIB)) }),
    );
    const batches = completionBatches(large, 10 * MIB);
    expect(batches.map((batch) => batch.map(({ id }) => id))).toEqual([["a", "b"], ["c"]]);
  });

  it("counts what escapes take on the way", () => {
    // Each quote is escaped twice: in the result, and again in the message.
    const result = JSON.stringify('"'.repeat(MIB));
    const [[end] = []] = completionBatches([completion("a", { result })], 3 * MIB);
    expect(end).toMatchObject({
      status: "failure",
      result: expect.stringContaining("ResultError"),
    });
  });

  it("leaves out a log before it gives up the result", () => {
    const long = completion("a", { logs: "x".repeat(2 * MIB), result: '"kept"' });
    const [[end] = []] = completionBatches([long], MIB);
    expect(end).toMatchObject({ status: "success", result: '"kept"' });
    expect(end?.logs).toContain("left out");
  });
});

describe("pieceBatches", () => {
  it("puts a line where a piece is too long to be sent, and cuts by number", () => {
    const chunk = piece(1, JSON.stringify("x".repeat(2 * MIB)), "chunk");
    expect(pieceBatches([chunk, piece(2, "fine", "log")], MIB)).toEqual([
      [
        { ...chunk, kind: "log", content: expect.stringContaining("left out") },
        piece(2, "fine", "log"),
      ],
    ]);
    const many = Array.from({ length: 1001 }, (_, index) => piece(index + 1, "x", "log"));
    expect(pieceBatches(many, MIB).map(({ length }) => length)).toEqual([1000, 1]);
  });
});
