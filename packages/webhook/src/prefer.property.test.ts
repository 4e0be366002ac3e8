import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyText } from "../test/arbitraries.ts";
import { parsePrefer } from "./prefer.ts";

const piece = fc.constantFrom("wait", "respond-async", "=", '"', ",", ";", " ", "5", "\\", "a");

describe("parsePrefer", () => {
  it("reads any text, and no wait but whole seconds", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          anyText,
          fc.array(piece).map((all) => all.join("")),
        ),
        (header) => {
          const { waitSeconds = 0 } = parsePrefer(header);
          expect(Number.isSafeInteger(waitSeconds) && waitSeconds >= 0).toBe(true);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it("finds a wait behind any quoted values", () => {
    fc.assert(
      fc.property(fc.array(anyText), fc.nat({ max: 999_999_999 }), (values, seconds) => {
        const others = values.map(
          (value, index) => `x${index}="${value.replace(/[\\"]/g, "\\$&").replace(/[\r\n]/g, "")}"`,
        );
        expect(parsePrefer([...others, `wait=${seconds}`].join(", ")).waitSeconds).toBe(seconds);
      }),
    );
  });
});
