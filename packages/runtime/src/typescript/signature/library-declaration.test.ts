import { describe, expect, it } from "vitest";
import { LIBRARY_DECLARATION } from "./library-declaration.ts";

describe("LIBRARY_DECLARATION", () => {
  it("declares what the library exports, and nothing else", async () => {
    const declared = LIBRARY_DECLARATION.matchAll(/export (?:function|class) (\w+)/g);
    const names = [...declared].map(([, name]) => name);
    expect(names.sort()).toEqual(Object.keys(await import("../library/operate.ts")).sort());
  });
});
