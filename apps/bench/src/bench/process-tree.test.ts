import { describe, expect, it } from "vitest";
import { cpuOf, parseStat } from "./process-tree.ts";

describe("parseStat", () => {
  it("reads parent and times behind a name with spaces and brackets", () => {
    const line =
      "41 (a) b (c)) S 7 41 41 0 -1 4194304 100 0 0 0 150 50 25 75 20 0 1 0 123 1000 10 18446744073709551615";
    expect(parseStat(line)).toEqual({ pid: 41, parent: 7, cpuSeconds: 3 });
  });
});

describe("cpuOf", () => {
  const processes = [
    { pid: 1, parent: 0, cpuSeconds: 100 },
    { pid: 2, parent: 1, cpuSeconds: 1 },
    { pid: 3, parent: 2, cpuSeconds: 10 },
    { pid: 4, parent: 3, cpuSeconds: 1000 },
    { pid: 5, parent: 1, cpuSeconds: 10_000 },
  ];

  it("adds up a process and all below it, and nothing beside it", () => {
    expect(cpuOf([2], processes)).toBe(1011);
  });

  it("counts what is below two roots once", () => {
    expect(cpuOf([2, 3], processes)).toBe(1011);
    expect(cpuOf([5, 3], processes)).toBe(11_010);
  });

  it("is nothing for a process that is not there", () => {
    expect(cpuOf([9], processes)).toBe(0);
  });
});
